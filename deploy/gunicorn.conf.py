"""Two sync workers behind a reverse proxy; the demo is served directly. The master asks the place before they start."""

import os
import sys
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from config import ConfigurationError, from_environment
from pstku import served  # noqa: F401  (first of all: it reads the program that the workers share)
from pstku.core import ballast, keys, probe, shared  # noqa: F401  (shared: before the workers are forked)
from pstku.core.installation import WrongPlaceError
from pstku.core.logs import JsonLines


class JsonLogger(Logger):
    """gunicorn's own lines as ours: an exception that escapes the application keeps its text to itself here too."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


def on_starting(server: Arbiter) -> None:
    """Refuse a start that no waiting mends, once and before there are workers: these say 503 and live on."""
    try:
        config = from_environment()
        keys.configure(config.SECRET_KEY, config.DATA_KEY)
        passing = probe.refuse_bad_start(config.SQLALCHEMY_DATABASE_URI, config.DATA)
    except (ConfigurationError, WrongPlaceError) as error:
        server.log.critical("PSTku tidak dimulai. %s", error)
        sys.exit(1)
    ballast.take_on(probe.places(config.SQLALCHEMY_DATABASE_URI, config.DATA)[-1])
    for code in passing:
        server.log.warning(probe.WHAT_TO_DO[code])


bind = os.environ.get("PSTKU_BIND", f"0.0.0.0:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("PSTKU_WORKERS", "2"))
worker_class = "sync"
timeout = 30
graceful_timeout = 20
max_requests = 20000
max_requests_jitter = 2000
forwarded_allow_ips = "127.0.0.1,::1"
accesslog = None
errorlog = "-"
logger_class = JsonLogger
control_socket_disable = True
