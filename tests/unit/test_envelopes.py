"""What a tablet has sealed can be opened for ever, by the office it was sealed for and under its own id only."""

import base64
import gzip
import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.deliveries import KINDS
from pstku.core import keys
from pstku.core.envelopes import HEAD_BYTES, TAG_BYTES, UnreadableEnvelope, key_number, open_envelope
from tests.envelopes import sealed
from tests.vectors.releases import FOLDER, FROZEN, ROOT, VERSION, read_frozen

NOBLE = ROOT / "static/vendor/noble-2.4.0"

texts, ids = st.binary(max_size=3000), st.uuids().map(str)
offices, numbers = st.integers(1, 2**31), st.integers(0, 2**32 - 1)
several = settings(max_examples=60, deadline=None)


@pytest.fixture(autouse=True, scope="module")
def _keys():
    with keys.other_keys("of the tokens", "of the data"):
        yield


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_an_envelope_of_every_release_still_opens(path):
    """A file is never changed: offices hold envelopes of that release. A new release adds a file."""
    frozen = read_frozen(path)
    with keys.other_keys("any", frozen["data_key"]):
        for item in frozen["items"]:
            opened = open_envelope(frozen["office_id"], item["id"], base64.b64decode(item["envelope"]))
            assert opened.decode() == item["text"] and json.loads(opened)["kind"] == item["kind"]


def test_this_release_has_frozen_what_its_tablets_seal():
    """`make freeze`, once, when the version in pyproject.toml has been moved."""
    assert f"{VERSION}.json" in [path.name for path in FROZEN], "run `make freeze` and commit the file"
    kinds = {item["kind"] for item in read_frozen(FOLDER / f"{VERSION}.json")["items"]}
    assert kinds == set(KINDS), "one of each kind that a tablet keeps"


@several
@given(texts, ids, offices, numbers)
def test_what_was_sealed_comes_out_again(text, item_id, office, number):
    envelope = sealed(office, item_id, text, number=number)
    assert open_envelope(office, item_id, envelope) == text
    assert key_number(envelope) == number
    assert len(envelope) == HEAD_BYTES + len(text) + TAG_BYTES


@several
@given(st.binary(min_size=1, max_size=300), ids, st.data())
def test_an_envelope_with_any_other_byte_is_refused(text, item_id, data):
    envelope = bytearray(sealed(7, item_id, text))
    # The top bit of the one-time key is ignored by X25519, but not by what authenticates the head.
    envelope[data.draw(st.integers(0, len(envelope) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(UnreadableEnvelope):
        open_envelope(7, item_id, bytes(envelope))


@several
@given(st.binary(max_size=200))
def test_anything_else_is_refused(envelope):
    with pytest.raises(UnreadableEnvelope):
        open_envelope(7, "any", envelope)
    with pytest.raises(UnreadableEnvelope):
        open_envelope(7, "any", b"\x01" + envelope)


def test_an_envelope_belongs_to_its_id_its_office_and_its_installation():
    envelope = sealed(7, "one", b"Rahmawati")
    for office, item_id in ((7, "other"), (8, "one")):
        with pytest.raises(UnreadableEnvelope):
            open_envelope(office, item_id, envelope)
    with keys.other_keys("of the tokens", "of another house"), pytest.raises(UnreadableEnvelope):
        open_envelope(7, "one", envelope)


def test_two_envelopes_of_the_same_text_share_nothing_but_the_number():
    one, other = (sealed(7, "one", b"Rahmawati") for _ in range(2))
    assert one[:5] == other[:5] and one[5:] != other[5:]


def test_the_vendored_library_is_the_one_that_was_bundled():
    digest, name = (NOBLE / "SHA256SUMS").read_text().split()
    content = (NOBLE / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest
    assert len(gzip.compress(content, 9)) <= 17 * 1024
    assert "MIT" in (NOBLE / "LICENSE").read_text()
