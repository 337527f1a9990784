"""Builds each paper into a folder, reads it back, and opens the Word papers with LibreOffice. Says what it could not do.

`python -m tests.papers [folder]`: exit 1 when a paper cannot be read; a program that is missing is named, not passed over.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from docx import Document

from pstku.awardpapers.picture import flow_pictures
from pstku.awardpapers.sop import sop_values
from pstku.printing.docx import fill_docx
from pstku.printing.pdf import compile_pdf
from pstku.printing.text import TEMPLATES
from tests.unit.test_print import AT, VALUES
from tests.unit.test_sop import Office, words

SECONDS = 120


def build(folder: Path) -> list[Path]:
    """Every template as PDF, and as Word paper where there is one."""
    sop = sop_values(Office(), words()) | {"number": "SOP-001/75710/2026", "day": "8 November 2026"}
    made = []
    for name, values in (VALUES | {"sop": sop}).items():
        made.append(folder / f"{name}.pdf")
        made[-1].write_bytes(compile_pdf(name, values, AT))
        if (TEMPLATES / f"{name}.docx").exists():
            pictures = (lambda paper, told=values: flow_pictures(paper, told)) if name == "sop" else None
            made.append(folder / f"{name}.docx")
            made[-1].write_bytes(fill_docx(name, values, AT, pictures))
    return made


def tagged(paper: Path) -> str:
    """What is wrong with the tags of a PDF; empty when a screen reader finds its text."""
    done = subprocess.run(["pdfinfo", "-struct-text", paper], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 and '"' in done.stdout else "tidak bertanda untuk pembaca layar"


def opened(office: str, papers: list[Path], folder: Path) -> dict[Path, str]:
    """What is wrong with each Word paper when LibreOffice opens it; empty when it made pages of it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, papers)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if "source file could not be loaded" in done.stderr:
        return dict.fromkeys(papers, "LibreOffice tanpa Writer: pasang libreoffice-writer")
    made = {paper: folder / f"{paper.stem}.pdf" for paper in papers}
    return {paper: "" if pdf.exists() and pdf.stat().st_size else "tidak terbuka" for paper, pdf in made.items()}


def main(folder: Path) -> int:
    papers = build(folder)
    word = [paper for paper in papers if paper.suffix == ".docx"]
    faults = {paper: "" if Document(paper).paragraphs else "kosong" for paper in word}
    if shutil.which("pdfinfo"):
        faults |= {paper: tagged(paper) for paper in papers if paper.suffix == ".pdf"}
    else:
        print("pdfinfo tidak ada: tanda untuk pembaca layar TIDAK diperiksa (pasang poppler-utils)")
    if office := shutil.which("soffice"):
        (opens := folder / "libreoffice").mkdir(exist_ok=True)
        faults |= opened(office, word, opens)
    else:
        print("soffice tidak ada: naskah Word TIDAK dibuka LibreOffice (pasang libreoffice-writer)")
    for paper in papers:
        print(f"{paper.name:24} {paper.stat().st_size:>8} bita  {faults.get(paper) or 'baik'}")
    print(f"Naskahnya ada di {folder}")
    return 1 if any(faults.values()) else 0


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="naskah-"))
    chosen.mkdir(parents=True, exist_ok=True)
    sys.exit(main(chosen))
