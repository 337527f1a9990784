"""Tablets that seal what they keep and deliver it, as the script does: for tests of the server."""

import json
from base64 import b64encode
from copy import copy
from datetime import timedelta

from pstku.core import clock
from pstku.core.tokens import uuid7
from pstku.offices.queries import configuration
from tests.envelopes import sealed
from tests.factories import make_device
from tests.page import PageClient

PROOF = {"X-PSTku": "1", "Origin": "http://localhost", "Accept": "application/json"}


def milliseconds(moment):
    return int(moment.timestamp() * 1000)


class Tablet:
    """An enrolled tablet that seals what it keeps and delivers it."""

    key = 1  # the number of the office's key that it seals to

    def __init__(self, app, client, office_id, token="device-token"):
        self.client, self.office_id, self.token = client, office_id, token
        make_device(office_id, token=token)
        client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], token)

    def item(self, kind, body, item_id=None):
        item_id = item_id or str(uuid7())
        text = json.dumps({"kind": kind, "body": body}).encode()
        return {"id": item_id, "envelope": b64encode(sealed(self.office_id, item_id, text, number=self.key)).decode()}

    def visit(self, item_id=None, *, ago=timedelta(), **fields):
        service = configuration(self.office_id).services[1].id
        body = {"service": service, "name": "Budi", "written_at": milliseconds(clock.now() - ago)} | fields
        return self.item("visit", body, item_id)

    def vote(self, visit_id, item_id=None, *, ago=timedelta(), **fields):
        at = milliseconds(clock.now() - ago)
        return self.item(
            "vote", {"visit": str(visit_id), "score": 4, "revision": 1, "first_at": at, "at": at} | fields, item_id
        )

    def deliver(self, *items, sent_at=None, **headers):
        body = {"items": list(items), "sent_at": sent_at or milliseconds(clock.now())}
        return self.client.post("/kiosk/api/kiriman", json=body, headers=PROOF | headers)

    def statuses(self, *items):
        answer = self.deliver(*items).json["items"]
        assert [one["id"] for one in answer] == [item["id"] for item in items]
        return [one["status"] for one in answer]


class LoneTablet(Tablet):
    """One that goes through a day without a server: its own numbers, codes, clock and store."""

    def __init__(self, app, client, office_id, place, *, wrong=timedelta()):
        super().__init__(app, client, office_id, token=f"tablet-{place}")
        self.series, self.wrong, self.kept, self.count = place, wrong, [], 0
        self.codes = client.post("/kiosk/api/kode", json={"held": []}, headers=PROOF).json["codes"]

    def _now(self):
        """By its own clock."""
        return milliseconds(clock.now() + self.wrong)

    def sign_in(self, name):
        """A guest saves; returns the id, number and code of the visit."""
        self.count += 1
        number, code = f"A-T{self.series}-{self.count:02d}", self.codes.pop()
        item = self.visit(name=name, written_at=self._now(), shown={"number": number, "code": code})
        self.kept.append(item)
        return item["id"], number, code

    def rate(self, code, score, visit_id=None):
        """A guest types a code, or is asked about a visit that the tablet knows, and taps a face."""
        at = self._now()
        told = {"visit": visit_id, "code": code, "score": score, "first_at": at, "at": at, "reaction_ms": 2000}
        self.kept.append(self.vote(visit_id, **told))

    def send(self, items):
        """One batch."""
        return self.deliver(*items, sent_at=self._now()).json["items"]

    def over_another_line(self, app):
        """The same tablet, for a request while another is at work."""
        twin = copy(self)
        twin.client = PageClient(app)
        twin.client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], self.token)
        return twin
