"""The WSGI entry: `gunicorn wsgi:app`."""

from pstku.app import create_served_app

app = create_served_app()
