"""What stands in the addresses of pages: for every <name> of a rule, something of this office."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute
from werkzeug.routing import Rule

from kiosk.phone.tokens import GivenBallot, sign_ballot
from pstku.accounts.models import Person
from pstku.backups.models import RecoveryKey
from pstku.breaches.models import Breach
from pstku.breaches.rules import Told
from pstku.complaints.models import Complaint
from pstku.contacts.queries import owed
from pstku.core import clock
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.devices.models import Device
from pstku.documents.models import Document, SignedCopy
from pstku.editing.models import PageRevision
from pstku.guestbook.models import Agency, Visit
from pstku.guestbook.rules.states import DONE, Channel
from pstku.guestbook.visit_tokens import visit_token
from pstku.library.models import IndicatorValue, PageImage
from pstku.officers.models import Desk
from pstku.offices.models import CodeItem, OutsideAddress, ServiceType
from pstku.offices.queries import Configuration
from pstku.practice.models import CompetenceRound, QuizAttempt
from pstku.readiness.models import StandardVersion, YearlyDuty
from pstku.recaps.models import ServiceRecap
from pstku.returns.columns.models import ColumnTemplate
from pstku.rewards.models import AwardPeriod, Certificate
from pstku.skm.models import SkmFollowUp, SkmRound
from pstku.skm.queries.links import link_for
from pstku.skm.rules.rounds import Way

ROUND_PAGES = ("round_page", "plan", "publication", "report", "report_docx", "print_sheets")
FIXED = {
    "list_code": "purpose",
    "segment": "indikator",
    "slug": "ipm",
    "set_key": "layanan_10",
    "region": "7571",
    "function": "sosial",
    "kind": "definisi",
    "surface": "pegawai",
    "whom": next(iter(Told)),
}
ROWS: dict[str, InstrumentedAttribute[Any]] = {
    "key_id": RecoveryKey.id,
    "breach_id": Breach.id,
    "agency_id": Agency.id,
    "service_type_id": ServiceType.id,
    "desk_id": Desk.id,
    "device_id": Device.id,
    "person_id": Person.id,
    "complaint_id": Complaint.id,
    "period_id": AwardPeriod.id,
    "document_id": Document.id,
    "copy_id": SignedCopy.id,
    "item_id": CodeItem.id,
    "address_id": OutsideAddress.id,
    "key": PageImage.key,
    "revision_id": PageRevision.id,
    "round_id": CompetenceRound.id,
    "attempt_id": QuizAttempt.id,
    "template_id": ColumnTemplate.id,
    "recap_id": ServiceRecap.id,
    "version_id": StandardVersion.id,
    "duty_id": YearlyDuty.id,
}


class Addresses:
    """The addresses of an office's pages."""

    def __init__(self, app: Flask, office: Configuration) -> None:
        self._app, self._office = app, office
        today = clock.local_day(clock.now(), office.tz)
        served = (
            select(Visit.id)
            .where(
                Visit.office_id == office.id, Visit.day == today, Visit.state == DONE, Visit.channel != Channel.FIELD
            )
            .limit(1)
        )
        visit_id = session().scalar(served)
        assert visit_id
        figure = self._one(IndicatorValue.id, IndicatorValue.checked_at.is_not(None))
        waiting = self._one(IndicatorValue.id, IndicatorValue.checked_at.is_(None))
        self.period = session().scalar(select(IndicatorValue.period).where(IndicatorValue.id == figure))
        self.complaint = self._one(Complaint.id)
        self.agencies = session().scalars(select(Agency.id).where(Agency.office_id == office.id).limit(2)).all()
        ballot = sign_ballot(GivenBallot(uuid7(), visit_id, 4, clock.now()))
        self._values = FIXED | {name: self._one(column) for name, column in ROWS.items()}
        self._values |= {
            "visit_id": visit_id,
            "promise_id": owed(office, 0)[0].id,
            "value_id": waiting,
            "period": self.period,
            "bulan": f"{today.replace(day=1) - timedelta(days=1):%Y-%m}",
            "token": visit_token(visit_id),
            "year": today.year - 1,
            "quarter": 4,
        }
        self._values |= {"person_id": self._one(Person.id, Person.has_photo)}
        survey = self._one(SkmRound.id)
        plan = select(SkmFollowUp.id).where(SkmFollowUp.round_id == survey).limit(1)
        self._of_endpoint = {
            **{(f"survey.{page}", "round_id"): survey for page in ROUND_PAGES},
            ("intranet.evidence", "key"): "waktu",
            ("intranet.evidence_paper", "key"): "waktu",
            ("survey.follow_up", "follow_up_id"): session().scalar(plan),
            ("kiosk.survey", "token"): link_for(office, visit_id, Way.OWN_PHONE),
            ("kiosk.change_rating", "token"): ballot,  # good for as long as a vote may be changed
            ("intranet.verification", "code"): self._one(Certificate.code),
            ("register.award_certificate", "period_id"): self._one(Certificate.period_id),
            ("register.award_draft", "slug"): "berita-acara",
            ("register.award_draft_docx", "slug"): "berita-acara",
            ("kiosk.followed", "code"): self._one(Complaint.code),
            ("kiosk.complaint_qr", "code"): self._one(Complaint.code),
            ("intranet.region", "code"): "7571",
            ("intranet.visit_link", "visit_id"): self._one(
                Visit.id, Visit.channel == Channel.FIELD, Visit.day == today
            ),
            ("intranet.competence_pdf", "round_id"): self._one(
                CompetenceRound.id, CompetenceRound.closed_at.is_not(None)
            ),
        }

    def of(self, rule: Rule) -> str | None:
        """The address of a rule, None while the office has nothing to show there; KeyError for an unknown argument."""
        places = {name: (rule.endpoint, name) for name in rule.arguments}
        own = self._of_endpoint
        values = {name: own[place] if place in own else self._values[name] for name, place in places.items()}
        if None in values.values():
            return None
        with self._app.test_request_context():
            return self._app.url_map.bind("localhost").build(rule.endpoint, values)

    def _one(self, column: InstrumentedAttribute[Any], *conditions: Any) -> Any:
        mine = select(column).where(column.class_.office_id == self._office.id, *conditions)
        return session().scalar(mine.order_by(column.desc()).limit(1))
