"""The WSGI entry: `gunicorn wsgi:app`."""

from pstku import served  # noqa: F401  (first of all: reads the program while the collector stands still)
from pstku.app import create_served_app

app = create_served_app()
