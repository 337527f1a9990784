"""Questions in a library of 5,000 pages: the first one after a change, and any other."""

import random
import time
from importlib import import_module
from typing import Any

from side.asking import ask, get
from side.place import Place, signed_in
from side.works import Work
from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import Base, atomic, db, session
from pstku.offices.operations import changed
from pstku.offices.queries import configuration

PAGES, BATCH = 5000, 500
QUESTIONS = (
    "berapa inflasi kota gorontalo terbaru", "ipm kota 2023", "orang miskin berapa", "ntp kota gorontalo",
    "umr gorontalo", "data individu perusahaan x", "inflsi", "p0", "gini 0,39 artinya", "beda p1 p2",
    "pendduk mskin dungingi", "harga cabai naik kenapa ya", "luas kota", "tenaga kerja muda 2024",
)  # fmt: skip
EACH = 20  # times every question is asked
INDEXING = ("pstku.learning.operations.indexing", "pstku.library.operations.indexing")
Page: Any = next(one.class_ for one in Base.registry.mappers if one.local_table.name == "pages")


class Library:
    """An application over many pages, and an employee who asks."""

    def __init__(self, place: Place) -> None:
        self.office_id = place.office_id
        self.app = place.app(place.copy())
        with self.app.app_context():
            self.keys = multiply_pages(self.office_id)
            cookie = signed_in(self.app, "employee")
            db.session.remove()
        self.ask = lambda: ask(self.app.wsgi_app, get("/jawab?q=ipm", cookie))
        self.ask()

    def after_setting(self) -> Work:
        """The question that follows a change of any setting."""
        return Work(self.ask, lambda: self._change([]))

    def after_page(self) -> Work:
        """The question that follows a change of one page."""
        return Work(self.ask, lambda: self._change([random.choice(self.keys)]))

    def questions(self) -> list[float]:
        """Milliseconds of CPU of each answer, the database included and the page not."""
        from pstku.answers.queries.answers import answer  # older checkouts keep it elsewhere, and are not asked

        times = []
        with self.app.app_context():
            for question in QUESTIONS * EACH:
                start = time.process_time()
                answer(configuration(self.office_id), question)
                times.append(1000 * (time.process_time() - start))
                session().commit()
            db.session.remove()
        return times

    def _change(self, keys: list[str]) -> None:
        with self.app.app_context():
            with atomic() as s:
                if keys:
                    page = s.scalars(select(Page).where(Page.office_id == self.office_id, Page.key == keys[0])).one()
                    page.body, page.updated_at = f"{page.body} {random.random()}", clock.now()
                    s.flush()
                    _indexing().index_pages(self.office_id, keys)
                changed(self.office_id)
            db.session.remove()


def multiply_pages(office_id: int) -> list[str]:
    """Copies of the shipped pages with other words mixed in, up to 5,000; returns their keys."""
    chance = random.Random(1)
    columns = [column.key for column in Page.__table__.columns if column.key != "id"]
    sources = session().scalars(select(Page).where(Page.office_id == office_id)).all()
    models = [{name: getattr(page, name) for name in columns} for page in sources]
    words = sorted({word for model in models for word in model["body"].split() if word.isalpha()})
    session().commit()
    keys = [f"bench.{number}" for number in range(PAGES - len(models))]
    with atomic() as s:
        for number, key in enumerate(keys):
            model, some = models[number % len(models)], " ".join(chance.sample(words, 3))
            fields: dict[str, Any] = {"key": key, "slug": f"bench-{number}", "title": f"{model['title']} {some}"}
            s.add(Page(**model | fields | {"body": f"{model['body']} {some}", "updated_at": clock.now()}))
        s.flush()
        for start in range(0, len(keys), BATCH):
            _indexing().index_pages(office_id, keys[start : start + BATCH])
        changed(office_id)
    return keys


def _indexing() -> Any:
    """The module keeps its name, not its package."""
    for name in INDEXING:
        try:
            return import_module(name)
        except ModuleNotFoundError:
            continue
    raise LookupError(f"none of {INDEXING}")
