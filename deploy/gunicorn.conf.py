"""Two sync workers behind a reverse proxy; the demo is served directly."""

import os

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
control_socket_disable = True
