"""Acts that ask for the password again, unless it was given a moment ago."""

from wtforms import PasswordField

from pstku.accounts.operations import confirm_password
from pstku.core.text import N_
from pstku.http.access import current_actor, has_confirmed_lately
from pstku.http.forms import Form


class ProofForm(Form):
    """One's own password, where it was last given more than five minutes ago."""

    password = PasswordField(N_("Kata sandi Anda"))

    @property
    def is_asked(self) -> bool:
        """Must the page show the field?"""
        return not has_confirmed_lately()

    def prove(self) -> None:
        """Raise InvalidInput("password") unless the person has proved who they are."""
        if self.is_asked:
            confirm_password(current_actor(), self.password.data or "")
