"""The files a content pack has, and those that file managers add without being asked."""

from pathlib import PurePosixPath

KINDS = {"surveys": "survey", "indicators": "indicator", "media": "medium", "conduct": "conduct"}
FOLDER_OF = {kind: folder for folder, kind in KINDS.items()}
FOLDERS = {**dict.fromkeys(KINDS, ".md"), "quizzes": ".yaml", "images": ".webp"}
TOP = {
    "pack.yaml", "glossary.yaml", "synonyms.yaml", "values.csv", "regions.csv",
    "competence.yaml", "competence-baseline.yaml", "first-week.yaml", "holidays.yaml",
}  # fmt: skip
NOISE = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}


def is_pack_file(path: PurePosixPath) -> bool:
    """Is this a file of a pack? `path` is relative to the pack's folder."""
    if len(path.parts) == 1:
        return path.name in TOP
    return len(path.parts) == 2 and FOLDERS.get(path.parts[0]) == path.suffix and not is_noise(path)


def is_noise(path: PurePosixPath) -> bool:
    """What macOS and Windows lay beside one's files."""
    return any(part in NOISE or part.startswith("._") for part in path.parts)
