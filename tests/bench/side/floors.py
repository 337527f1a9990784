"""The two floors as sides: the same bodies, on databases filled as the product's are."""

from side.bodies import GUESTS, VOTES
from side.place import Place
from side.works import Work, posting, rating

from tests.bench.floor_guest import FloorGuestBook
from tests.bench.floor_rating import FloorRating
from tests.bench.links import SQLITE, link
from tests.bench.posts import RawGuestBook, RawRating

FLOORS = {GUESTS: FloorGuestBook, VOTES: FloorRating}
RAW = {GUESTS: RawGuestBook, VOTES: RawRating}


class Floors:
    """What a floor can be asked to do once more: the three posts."""

    def __init__(self, place: Place, *, raw: bool) -> None:
        self.place, self.kinds = place, RAW if raw else FLOORS

    def work(self, name: str, calls: int) -> Work | None:
        """`calls`: how often it will be done at most."""
        if name not in ("guest", "full guest", "vote"):
            return None
        url = self.place.copy()
        path = VOTES if name == "vote" else GUESTS
        database = url.removeprefix(SQLITE) if self.kinds is RAW else link(url)
        application = self.kinds[path](database, self.place.office_id).app.wsgi_app
        if name == "vote":
            return rating(application, self.place, self.place.app(url), calls)
        return posting(application, name, self.place.service_id)
