"""An office's own server starts with what deploy/README.md asks for, and with nothing less."""

import pytest

from config import ConfigurationError, DemoConfig, ProductionConfig, from_environment

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


def test_the_demo_makes_its_keys_once_and_never_beside_data_that_has_others(monkeypatch, tmp_path):
    monkeypatch.setenv("PSTKU_DATA", str(tmp_path))
    made = DemoConfig()
    again = DemoConfig()
    assert (made.SECRET_KEY, made.DATA_KEY) == (again.SECRET_KEY, again.DATA_KEY)
    file = tmp_path / "secrets"
    assert file.stat().st_mode & 0o777 == 0o600
    for left in ("", "abcdefghijklmnopqrstuvwxyz0123456789abcdef\n"):
        file.write_text(left)
        with pytest.raises(ConfigurationError, match="kosong atau rusak"):
            DemoConfig()
    file.unlink()
    for name in ("pstku.sqlite", "installation"):
        (tmp_path / name).touch()
        with pytest.raises(ConfigurationError, match="hilang, padahal datanya ada"):
            DemoConfig()
        (tmp_path / name).unlink()
