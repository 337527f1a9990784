"""What tablets of every release have sealed is still taken for what its guests told."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from pstku.core import clock, keys
from pstku.core.db import session
from pstku.guestbook.models import Guest, Visit
from pstku.ratings.models import Vote
from tests.factories import make_device
from tests.lone_tablets import PROOF, milliseconds
from tests.vectors.releases import FROZEN, read_frozen

RELEASES = [path for path in FROZEN if not path.stem.startswith("format")]  # the first holds no more than a name


@pytest.mark.both_engines
@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_a_guest_and_a_vote_of_every_release_are_taken(app, client, cast, path):
    frozen = read_frozen(path)
    items = frozen["items"]
    told = {item["kind"]: json.loads(item["text"])["body"] for item in items}
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    at = datetime.fromtimestamp(items[-1]["at"] / 1000, UTC) + timedelta(hours=1)
    assert cast.office_id == frozen["office_id"]
    with clock.at(at), keys.other_keys("any", frozen["data_key"]):
        sent = [{"id": item["id"], "envelope": item["envelope"]} for item in items]
        body = {"items": sent, "sent_at": milliseconds(at)}
        answer = client.post("/kiosk/api/kiriman", json=body, headers=PROOF).json["items"]
        assert [(one["id"], one["status"]) for one in answer] == [(item["id"], 200) for item in items]
    visit, vote = session().scalars(select(Visit)).one(), session().scalars(select(Vote)).one()
    guest = session().get_one(Guest, visit.guest_id)
    entry, ballot = told["visit"], told["vote"]
    assert (guest.name, str(visit.id)) == (entry["name"], items[0]["id"])
    assert (visit.tablet_number, visit.code) == (entry["shown"]["number"], entry["shown"]["code"])
    for name in ("age_group", "sex", "occupation", "education", "agency_category", "purpose"):
        assert getattr(visit, name) == entry.get(name), name
    assert visit.party_size == int(entry["party_size"]) and guest.phone_sealed
    assert (vote.score, vote.comment, vote.reasons) == (
        ballot["score"], ballot["words"]["comment"], ballot["words"]["reasons"],
    )  # fmt: skip
    assert vote.unattributed_reason == "waits" and ballot["code"] == visit.code
