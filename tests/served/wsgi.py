"""The application as the served tests run it: with the tests' secrets, which no PSTKU_ENV can name."""

from config import TestConfig
from pstku.app import create_served_app

app = create_served_app(TestConfig())
