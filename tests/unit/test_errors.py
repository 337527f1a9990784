"""What goes wrong is told in one Indonesian sentence with its values."""

import pytest

from pstku.core.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound, Unavailable


@pytest.mark.parametrize(("error", "status"), [(NotFound, 404), (NotAllowed, 403), (Conflict, 409), (Unavailable, 503)])
def test_each_kind_has_its_status(error, status):
    raised = error("Tamu ini sudah dilayani %(name)s.", name="Sari")
    assert isinstance(raised, DomainError)
    assert (raised.status, str(raised)) == (status, "Tamu ini sudah dilayani Sari.")
    assert (raised.message, raised.values) == ("Tamu ini sudah dilayani %(name)s.", {"name": "Sari"})


def test_bad_input_names_its_field():
    refused = InvalidInput("phone", "Nomor HP belum lengkap.")
    assert (refused.status, refused.field, str(refused)) == (422, "phone", "Nomor HP belum lengkap.")


def test_a_sentence_without_values_may_hold_a_percent_sign():
    assert str(Conflict("Cakupan di bawah 30 %.")) == "Cakupan di bawah 30 %."
