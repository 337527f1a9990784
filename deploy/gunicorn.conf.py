"""Two sync workers behind a reverse proxy; the demo is served directly."""

import os
from typing import Any

from gunicorn.glogging import Logger

from pstku.core.logs import JsonLines


class JsonLogger(Logger):
    """gunicorn's own lines as ours: an exception that escapes the application keeps its text to itself here too."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


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
