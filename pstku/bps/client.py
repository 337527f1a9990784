"""Requests to the WebAPI: under our own User-Agent, slowly, with a deadline for each, and without ever logging the key."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pstku.bps.cache import ReplyCache
from pstku.bps.cube import Cube, cube
from pstku.bps.errors import (
    BlockedError,
    BpsError,
    GarbledError,
    KeyRefusedError,
    NotFoundError,
    SlowError,
    TooLargeError,
    TooManyYearsError,
    UnexpectedStatusError,
    UnreachableError,
)
from pstku.bps.replies import NOT_AVAILABLE, NOTHING, ListPage, list_page, redacted
from pstku.core import clock

BASE = "https://webapi.bps.go.id/v1/api/"
CENTRE = "0000"
LARGEST = 30 * 1024 * 1024  # bytes of one reply
MOST_PAGES = 500
YEARS_AT_ONCE = {CENTRE: 3}  # any other domain: 2
CHUNK = 64 * 1024
T = TypeVar("T")


class _NoRedirect(HTTPRedirectHandler):
    """A redirect would carry the key to another address."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


@dataclass
class Client:
    """A client of the WebAPI. `pause` and `timeout` are in seconds; `longest` is how old a cached reply may be."""

    key: str = field(repr=False)
    cache: ReplyCache
    base: str = BASE
    agent: str = "PSTku"
    pause: float = 2.0
    timeout: float = 10.0
    longest: timedelta = timedelta(minutes=15)
    sleep: Callable[[float], None] = time.sleep
    on_request: Callable[[], None] = lambda: None
    _last: float = field(default=float("-inf"), repr=False)

    def pages(self, model: str, domain: str, **parameters: str) -> Iterator[ListPage]:
        """Every page of a list, one request each. Raises BpsError."""
        number, last = 1, 1
        while number <= min(last, MOST_PAGES):
            asked = {"model": model, "domain": domain, "page": str(number), **parameters}
            page = self._asked("list", asked, list_page)
            last = page.pages
            if page.items:
                yield page
            number += 1

    def kept(self, model: str, domain: str, **parameters: str) -> tuple[list[dict[str, Any]], datetime | None]:
        """What earlier calls of `pages` stored, without a request: (items, when the first page was received)."""
        items, came, number, last = [], None, 1, 1
        while number <= min(last, MOST_PAGES):
            asked = {"model": model, "domain": domain, "page": str(number), **parameters}
            cached = self.cache.get(self._request("list", asked), clock.now())
            if cached is None:
                break
            page = list_page(cached.body)
            items += page.items
            came, last, number = came or cached.fetched_at, page.pages, number + 1
        return items, came

    def domains(self) -> dict[str, str]:
        """Domain code -> address of its site. Raises BpsError."""
        page = self._asked("domain", {"type": "all"}, list_page, longest=timedelta(days=30))
        return {str(item.get("domain_id")): str(item.get("domain_url") or "") for item in page.items}

    def years(self, domain: str, var: str) -> list[str]:
        """The ids of a table's years, the newest first. Raises BpsError."""
        items = [item for page in self.pages("th", domain, var=var) for item in page.items]
        ids = {str(item.get("th_id")): str(item.get("th")) for item in items}
        return sorted(ids, key=lambda code: ids[code], reverse=True)

    def table(self, domain: str, var: str, years: list[str]) -> Iterator[Cube]:
        """A table in as few requests as the domain allows; after a refusal fewer years are requested at once."""
        most, rest = YEARS_AT_ONCE.get(domain, 2), years
        while rest:
            try:
                found = self._asked(
                    "list", {"model": "data", "domain": domain, "var": var, "th": ";".join(rest[:most])}, cube
                )
            except TooManyYearsError as error:
                if error.most >= most or error.most < 1:
                    raise
                most = error.most
                continue
            except TooLargeError:
                if most == 1 or len(rest) == 1:
                    raise
                most = 1
                continue
            rest = rest[most:]
            if found is not None:
                yield found

    def _asked(
        self, path: str, parameters: dict[str, str], read: Callable[[str], T], longest: timedelta | None = None
    ) -> T:
        """The parsed reply, from the cache when it is young enough. Only replies that could be parsed are cached."""
        request = self._request(path, parameters)
        now = clock.now()
        if cached := self.cache.get(request, now, longest or self.longest):
            return read(cached.body)
        self.on_request()
        body = self._fetch(path, parameters)
        result = read(body)
        self.cache.put(request, redacted(body, self.key), now)
        return result

    def _request(self, path: str, parameters: dict[str, str]) -> dict[str, str]:
        return {"base": self.base, "path": path, **parameters}

    def _fetch(self, path: str, parameters: dict[str, str]) -> str:
        wait = self._last + self.pause - time.monotonic()
        if wait > 0:
            self.sleep(wait)
        query = urlencode({"lang": "ind", **parameters, "key": self.key})
        asked = Request(f"{self.base}{path}?{query}", headers={"User-Agent": self.agent, "Accept": "application/json"})
        try:
            return self._read(asked)
        except TimeoutError:
            raise SlowError(self.timeout) from None
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise SlowError(self.timeout) from None
            raise UnreachableError from None
        except HTTPException:
            raise GarbledError from None
        except OSError:
            raise UnreachableError from None
        finally:
            self._last = time.monotonic()

    def _read(self, asked: Request) -> str:
        ends, parts, size = time.monotonic() + self.timeout, [], 0
        with _opened(asked, self.timeout) as reply:
            while part := reply.read1(CHUNK):
                parts.append(part)
                size += len(part)
                if size > LARGEST:
                    raise TooLargeError
                if time.monotonic() > ends:
                    raise TimeoutError
            body = b"".join(parts).decode("utf-8", errors="replace")
            if reply.status == 404 and (reply.headers.get("data-availability") or "").lower() == NOT_AVAILABLE:
                return NOTHING
            if reply.status != 200:
                raise _status_error(reply.status, body)
        return body


def _opened(asked: Request, timeout: float) -> Any:
    try:
        return build_opener(_NoRedirect).open(asked, timeout=timeout)
    except HTTPError as error:  # an answer like any other, but for its status
        return error


def _status_error(code: int, body: str) -> BpsError:
    if code == 403:
        return BlockedError()
    if code == 404:
        return KeyRefusedError() if "UserNotFound" in body else NotFoundError()
    return UnexpectedStatusError(code)
