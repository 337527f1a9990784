"""Composition: configuration, extensions, faces and commands become one application."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy.exc import DBAPIError
from werkzeug.middleware.proxy_fix import ProxyFix

import kiosk
from config import ROOT, Config, ConfigurationError, from_environment
from pstku import admin, display, http, intranet, register, survey
from pstku.accounts.queries import has_demo_people
from pstku.arrivals import models as _arrivals  # noqa: F401
from pstku.audit import models as _audit  # noqa: F401  (every table must be known before the first query)
from pstku.audit.exports import export_faults
from pstku.backups import models as _backups  # noqa: F401
from pstku.breaches import models as _breaches  # noqa: F401
from pstku.complaints import models as _complaints  # noqa: F401
from pstku.core import attempts as _attempts  # noqa: F401
from pstku.core import db as database
from pstku.core import keys, logs
from pstku.core.connections import connect_database
from pstku.display import office as waiting_room
from pstku.documents import models as _documents  # noqa: F401
from pstku.editing import models as _editing  # noqa: F401
from pstku.filling import models as _filling  # noqa: F401
from pstku.guestbook import models as _guestbook  # noqa: F401
from pstku.guestbook import triggers as _triggers  # noqa: F401
from pstku.http.extensions import csrf, login
from pstku.http.json_answers import KeptEncoder
from pstku.http.pages import Templates
from pstku.http.processes import start_command
from pstku.http.rules import LateRule
from pstku.jobs import models as _jobs  # noqa: F401
from pstku.jobs.queries import unfinished_jobs
from pstku.library import models as _library  # noqa: F401
from pstku.officers import models as _officers  # noqa: F401
from pstku.offices.queries import office_ids
from pstku.outbox import models as _outbox  # noqa: F401
from pstku.paperbook import models as _paperbook  # noqa: F401
from pstku.practice import models as _practice  # noqa: F401
from pstku.pulling import models as _pulling  # noqa: F401
from pstku.ratings import models as _ratings  # noqa: F401
from pstku.ratings import triggers as _vote_triggers  # noqa: F401
from pstku.remote import models as _remote  # noqa: F401
from pstku.returns.closing import models as _closing  # noqa: F401
from pstku.rewards import models as _rewards  # noqa: F401
from pstku.setaside import models as _setaside  # noqa: F401
from pstku.skm import models as _skm  # noqa: F401
from pstku.waitingroom import models as _waitingroom  # noqa: F401


class Application(Flask):
    """Flask, where every view is a plain function: it need not look at each call whether one is to be awaited."""

    json_provider_class = KeptEncoder
    url_rule_class = LateRule

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(config: Config | None = None, *, with_commands: bool = True) -> Flask:
    """The application, with `config` or the one the environment names.

    Without its commands it leaves out migrations and demo data, which a worker never needs.
    """
    app = Application(
        "pstku",
        root_path=str(ROOT / "pstku"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        static_url_path="/static",
    )
    app.jinja_environment = Templates
    logs.configure()
    app.config.from_object(config or from_environment())
    keys.configure(app.config["SECRET_KEY"], app.config["DATA_KEY"])
    connect_database(app, is_served=not with_commands)
    csrf.init_app(app)
    app.login_manager = login  # type: ignore[attr-defined]  # init_app would look after a "remember me" cookie, which nobody gets
    http.init_app(app)
    for face in (intranet, admin, kiosk, display, waiting_room, survey, register):
        app.register_blueprint(face.blueprint)
    if with_commands:
        from pstku import commands

        commands.init_app(app)
    if hops := app.config["PROXY_HOPS"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def create_served_app(config: Config | None = None) -> Flask:
    """The application of a worker. A database that is away keeps no worker from being born: it says 503 until it is back.

    What no waiting mends was refused before the first worker (`core.probe.refuse_bad_start`). A production database
    that holds demo people is refused here.
    """
    app = create_app(config, with_commands=False)
    with app.app_context():
        try:
            _look_around(app)
        except DBAPIError as error:
            logging.getLogger("pstku").warning("started without the database", exc_info=error)
        database.db.session.remove()
    return app


def _look_around(app: Flask) -> None:
    if not app.config["DEMO"] and has_demo_people():
        raise ConfigurationError("Basis data berisi orang contoh. Hapus dengan: flask pstku demo-remove")
    _compare_audit_heads(app)
    if any(unfinished_jobs(office_id) for office_id in office_ids()):
        start_command("jobs")  # a restart broke it off; of several workers that begin it, one does it


def _compare_audit_heads(app: Flask) -> None:
    """A trail that was cut keeps no guest waiting: it is told in the log, on the admin page and by verify-audit."""
    for office_id in office_ids():
        for fault in export_faults(office_id, app.config["DATA"]):
            logs.event("audit_fault", office=office_id, fault=fault)
