"""The one way a face hears a domain say no: the sentence lands on the page, nothing typed is lost, the view goes on.

    with form.refusals():                      # beside the field it names
        operations.add_desk(current_actor(), form.name.data)
        flash(_("Loket ditambahkan."), "success")
        return redirect_to("admin.desks")
    return render_page("admin/desks.html", form=form, status=form.http_status)

`with refusals(…) as no:` is for a page that places the sentence itself, `with flash_refusals(…):` for one that the view
leaves for another. A kind that is not named goes on to the error page (`pstku/http/errors.py`), as 403 and 404 should.
"""

from collections.abc import Callable
from types import TracebackType

from flask import flash

from pstku.core.errors import DomainError, InvalidInput
from pstku.http.text import sentence


class Refusals:
    """What a domain refused within the block; false as long as it refused nothing.

    `kinds` are the errors to hear, InvalidInput when none is given; `show` puts the error where it is read.
    """

    def __init__(self, *kinds: type[DomainError], show: Callable[[DomainError], None] | None = None) -> None:
        self._kinds = kinds or (InvalidInput,)
        self._show = show
        self.error: DomainError | None = None

    def __enter__(self) -> "Refusals":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> bool:
        if not isinstance(error, self._kinds):
            return False
        self.error = error
        if self._show:
            self._show(error)
        return True

    def __bool__(self) -> bool:
        return self.error is not None

    @property
    def words(self) -> str:
        """The sentence to show; empty when nothing was refused."""
        return sentence(self.error) if self.error else ""

    @property
    def field(self) -> str:
        """The field the refusal names; empty when it names none."""
        return self.error.field if isinstance(self.error, InvalidInput) else ""

    @property
    def by_field(self) -> dict[str, str]:
        """Field -> sentence, under "form" when no field is named; for pages without a WTForms form."""
        return {self.field or "form": self.words} if self.error else {}

    @property
    def status(self) -> int:
        """Of the answer: 200 when nothing was refused, else the refusal's own."""
        return self.error.status if self.error else 200


def refusals(*kinds: type[DomainError]) -> Refusals:
    """`with refusals(Conflict) as no:` keeps the refusal for the page to place: `no.words`, `no.status`."""
    return Refusals(*kinds)


def flash_refusals(*kinds: type[DomainError]) -> Refusals:
    """A refusal stands above the page the view goes on to."""
    return Refusals(*kinds, show=lambda error: flash(sentence(error), "error"))
