"""Git's merge of a catalogue, sentence by sentence: `python -m tests.words.merging BASE OURS THEIRS` writes OURS.

Nearly every change adds a sentence somewhere in the alphabet, so that merging by lines conflicts nearly every time.
`.gitattributes` names the driver; `git config merge.catalogue.driver ".venv/bin/python -m tests.words.merging %O %A %B"`
makes it known to a clone.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.words.files import written


def merged(base: Catalog, ours: Catalog, theirs: Catalog) -> tuple[Catalog, list[str]]:
    """What both made of the base, and the sentences that each of them translated anew in another way (ours stands)."""
    both, disputed = Catalog(ours.locale), []
    for message in [*ours, *theirs]:
        if not message.id or message.id in both:
            continue
        before, here, there = (one.get(message.id) for one in (base, ours, theirs))
        told = [one.string if one else None for one in (before, here, there)]
        chosen = there if told[1] == told[0] else here
        if told[0] != told[1] != told[2] != told[0]:
            disputed.append(str(message.id))
        if chosen:
            places = dict.fromkeys(place for one in (here, there) if one for place in one.locations)
            both.add(message.id, chosen.string, locations=sorted(places), flags=chosen.flags)
    return both, disputed


def main(base: str, ours: str, theirs: str) -> int:
    """0 when joined, 1 with the disputed sentences said."""
    catalogues = []
    for name in (base, ours, theirs):
        with Path(name).open("rb") as file:
            catalogues.append(read_po(file))
    language = str(catalogues[1].locale or "")
    both, disputed = merged(*catalogues)
    Path(ours).write_bytes(written(both, language))
    for sentence in disputed:
        print(f"two translations of: {sentence}", file=sys.stderr)
    return bool(disputed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
