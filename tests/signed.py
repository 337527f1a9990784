"""PDFs signed with certificates made for the test, and files that only look like them."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import fields, signers

SIGNER = "Hasan Botutihe"


@cache
def signer() -> signers.SimpleSigner:
    """Somebody with a certificate of their own making."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SIGNER)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
    )
    pfx = serialization.pkcs12.serialize_key_and_certificates(
        b"test", key, certificate, None, serialization.NoEncryption()
    )
    return signers.SimpleSigner.load_pkcs12_data(pfx, other_certs=[])


def signed(content: bytes, field: str = "Penetap", box: tuple[int, int, int, int] | None = (40, 40, 240, 90)) -> bytes:
    """The PDF with a signature put behind it, seen in a box on its first page or not at all."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    place = fields.SigFieldSpec(field, box=box) if box else fields.SigFieldSpec(field)
    meta = signers.PdfSignatureMetadata(field_name=field)
    return signers.sign_pdf(writer, meta, signer(), new_field_spec=place).getvalue()


def written_anew(content: bytes) -> bytes:
    """The same pages in a file that was put together otherwise, as some applications do before they sign."""
    writer, out = copy_into_new_writer(PdfFileReader(BytesIO(content), strict=False)), BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn_over(content: bytes, words: bytes = b"BT /F1 12 Tf 60 700 Td (Penerima lain) Tj ET") -> bytes:
    """The PDF with something more drawn on its first page, put behind what was there."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    more = writer.add_object(generic.StreamObject(stream_data=words))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), more])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_note(content: bytes) -> bytes:
    """The PDF with a note over its first page that hides what stands there."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = {"/Type": "/Annot", "/Subtype": "/FreeText"}
    box = generic.ArrayObject(generic.NumberObject(number) for number in (0, 400, 600, 800))
    values = {generic.pdf_name(key): generic.pdf_name(value) for key, value in note.items()}
    values |= {generic.pdf_name("/Rect"): box, generic.pdf_name("/Contents"): generic.pdf_string("Penerima lain")}
    page["/Annots"] = generic.ArrayObject(
        [*page.get("/Annots", ()), writer.add_object(generic.DictionaryObject(values))]
    )
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted(content: bytes) -> bytes:
    """The PDF behind a passphrase."""
    writer, out = copy_into_new_writer(PdfFileReader(BytesIO(content), strict=False)), BytesIO()
    writer.encrypt("rahasia", "rahasia")
    writer.write(out)
    return out.getvalue()


def with_flipped_byte(content: bytes) -> bytes:
    """The PDF with one byte changed inside what its signature covers."""
    place = content.index(b"/Producer") if b"/Producer" in content else 30
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
