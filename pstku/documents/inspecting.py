"""Looking into a signed copy, in a process of its own that ends: what somebody sends may be made to harm.

`python -m pstku.documents.inspecting` reads both files from its input and writes one line of JSON. No passphrase, no
certificate and nothing of the network has a part in it: it says whether the bytes fit the signature, never whose it is.
"""

import json
import struct
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from pstku.documents.rules.copies import Checked, Finding

ROOT = Path(__file__).parents[2]
SECONDS = 20
MEMORY = 1 << 30
MOST_NAMES = 10
LONGEST_NAME = 120


def inspect_apart(ours: bytes, theirs: bytes) -> Checked:
    """What a file that came back is beside the PDF that was sent."""
    sent = struct.pack(">Q", len(ours)) + ours + theirs
    command = [sys.executable, "-m", "pstku.documents.inspecting"]
    try:
        done = subprocess.run(command, input=sent, cwd=ROOT, capture_output=True, timeout=SECONDS + 10, check=False)
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return Checked(Finding.TOO_MUCH)
    return Checked(Finding(found["finding"]), tuple(found["signers"]))


def inspect(ours: bytes, theirs: bytes) -> Checked:
    """The same in this process."""
    from pyhanko.pdf_utils.misc import PdfDecodeLimitError, PdfError

    from pstku.documents.pages import read, same_pages

    try:
        reader = read(theirs)
        if reader.encrypted:
            return Checked(Finding.ENCRYPTED)
        is_same = same_pages(read(ours), reader)
        signatures = reader.embedded_regular_signatures
    except (MemoryError, RecursionError, PdfDecodeLimitError):
        return Checked(Finding.TOO_MUCH)
    except (PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError, NotImplementedError):
        return Checked(Finding.NO_PDF)
    if not signatures:
        return Checked(Finding.UNSIGNED_SAME if is_same else Finding.UNSIGNED)
    return _judged(signatures, is_same)


def _judged(signatures: list[Any], is_same: bool) -> Checked:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    allowed = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
    signers = tuple(_name(signature) for signature in signatures[:MOST_NAMES])
    try:
        found = [validate_pdf_signature(signature, signer_validation_context=nobody) for signature in signatures]
    except (MemoryError, RecursionError):
        return Checked(Finding.TOO_MUCH)
    except Exception:  # the library raises much, and all of it means that it cannot say
        return Checked(Finding.UNKNOWN_KIND, signers)
    if not all(status.intact and status.valid for status in found):
        return Checked(Finding.BROKEN_SEAL, signers)
    if not all(status.modification_level in allowed for status in found):
        return Checked(Finding.ALTERED, signers)
    return Checked(Finding.SAME if is_same else Finding.OTHER_PAGES, signers)


def _name(signature: Any) -> str:
    try:
        named = signature.signer_cert.subject.native
        return str(named.get("common_name") or signature.signer_cert.subject.human_friendly)[:LONGEST_NAME]
    except Exception:  # a certificate that cannot be read
        return "?"


def _main() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    received = sys.stdin.buffer.read()
    (length,) = struct.unpack(">Q", received[:8])
    checked = inspect(received[8 : 8 + length], BytesIO(received[8 + length :]).getvalue())
    sys.stdout.write(json.dumps({"finding": checked.finding, "signers": checked.signers}))


if __name__ == "__main__":
    _main()
