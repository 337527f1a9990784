"""An office's own server starts with what deploy/README.md asks for, and with nothing less."""

import pytest

from config import ConfigurationError, ProductionConfig, from_environment

SECRETS = {
    "PSTKU_SECRET_KEY": "kunci-rahasia-0123456789-abcdefghij",
    "PSTKU_DATA_KEY": "kunci-data-9876543210-abcdefghijkl",
}


def test_production_starts_with_an_address_and_secrets_and_with_nothing_less(monkeypatch, tmp_path):
    monkeypatch.setenv("PSTKU_DATA", str(tmp_path))
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PSTKU_PUBLIC_URL", "https://pst.contoh.go.id/")
    assert ProductionConfig().PUBLIC_URL == "https://pst.contoh.go.id"
    monkeypatch.setenv("PSTKU_PUBLIC_URL", "")
    with pytest.raises(ConfigurationError, match="PSTKU_PUBLIC_URL"):
        ProductionConfig()


def test_two_secrets_that_are_one_are_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("PSTKU_DATA", str(tmp_path))
    monkeypatch.setenv("PSTKU_PUBLIC_URL", "https://pst.contoh.go.id")
    for name in SECRETS:
        monkeypatch.setenv(name, SECRETS["PSTKU_DATA_KEY"])
    with pytest.raises(ConfigurationError, match="harus berbeda"):
        ProductionConfig()


def test_nothing_that_serves_can_be_told_to_take_the_published_secrets_of_the_tests(monkeypatch, tmp_path):
    monkeypatch.setenv("PSTKU_DATA", str(tmp_path))
    monkeypatch.setenv("PSTKU_ENV", "testing")
    with pytest.raises(ConfigurationError, match="tidak dikenal"):
        from_environment()
