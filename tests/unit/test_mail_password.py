"""Where the password of the mail server comes from."""

import sys
from types import ModuleType

import pytest

from reader.core.errors import MailError
from reader.core.mail import MailSettings
from reader.mail import password as module
from reader.mail.password import VARIABLE, find_password

PRINTING = MailSettings(
    "smtp.example.org", user="ada", password_command=(sys.executable, "-c", "print('geheim')")
)


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(module, "find_spec", lambda _: None)


def test_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_password(PRINTING) == "geheim"
    monkeypatch.setenv(VARIABLE, "other")
    assert find_password(PRINTING) == "other"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("no-such-command-here",), "could not be run"),
        ((sys.executable, "-c", "raise SystemExit(3)"), "ended with 3"),
        ((sys.executable, "-c", "print()"), "printed nothing"),
    ],
)
def test_a_command_that_fails(command: tuple[str, ...], said: str) -> None:
    with pytest.raises(MailError, match=said):
        find_password(MailSettings("smtp.example.org", user="ada", password_command=command))


def test_a_command_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    endless = (sys.executable, "-c", "import time; time.sleep(60)")
    with pytest.raises(MailError, match="did not end"):
        find_password(MailSettings("smtp.example.org", user="ada", password_command=endless))


def test_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = MailSettings("smtp.example.org", user="ada")
    with pytest.raises(MailError, match=r"pip install keyring.*keyring set paper-reader ada"):
        find_password(settings)
    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    kept = {("paper-reader", "ada"): "from the ring"}
    keyring.get_password = lambda service, user: kept.get((service, user))  # type: ignore[attr-defined]
    errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    monkeypatch.setattr(module, "find_spec", lambda _: keyring)
    assert find_password(settings) == "from the ring"

    def locked(_service: str, _user: str) -> str:
        raise errors.KeyringError("it is locked")

    keyring.get_password = locked  # type: ignore[attr-defined]
    with pytest.raises(MailError, match=r"did not open .it is locked"):
        find_password(settings)
