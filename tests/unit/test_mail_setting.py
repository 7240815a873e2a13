"""The table `mail` of the settings, and addresses."""

import pytest

from reader.config import Settings, parse_config
from reader.core.errors import UsageError
from reader.core.mail import MailSettings, Security
from reader.core.mail_value import parse_address


def test_every_setting() -> None:
    config = parse_config(
        '[mail]\nhost = "smtp.example.org"\nport = 465\nsecurity = "tls"\nuser = "ada"\n'
        'sender = "Ada Müller <ada@example.org>"\nto = ["b@example.org"]\npassword_command = "pass show \'my mail\'"'
    )
    assert config.problems == ()
    assert config.settings.mail == MailSettings(
        "smtp.example.org",
        465,
        Security.TLS,
        "ada",
        "Ada Müller <ada@example.org>",
        ("b@example.org",),
        ("pass", "show", "my mail"),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('host = "a b"', "name of a mail server"),
        ("port = 70000", "1 to 65535"),
        ("port = true", "1 to 65535"),
        ('security = "ssl"', "starttls, tls or none"),
        ('user = "a\\nb"', "name for the log-in"),
        ('sender = "nobody"', "mail address"),
        ('to = ["a@b.c", "x"]', "mail address"),
        ('password_command = "\'"', "prints the password"),
        ("servers = 1", "no setting “mail.servers”"),
        ('password = "s3cret"', "never kept in this file"),
    ],
)
def test_a_wrong_one_is_named_with_its_line_and_the_others_hold(line: str, said: str) -> None:
    config = parse_config(
        f'width = 60\n[mail]\nhost = "smtp.example.org"\n\n{line}\n'.replace("\n\nhost", "\n#")
    )
    if line.startswith("host"):
        config = parse_config(f"width = 60\n[mail]\n\n\n{line}\n")
    (problem,) = config.problems
    assert problem.startswith("config.toml, line 5: ")
    assert said in problem
    assert "s3cret" not in problem
    assert config.settings.width == 60
    assert config.settings.mail.host == (None if line.startswith("host") else "smtp.example.org")


def test_mail_is_a_table() -> None:
    config = parse_config("mail = 3")
    assert config.settings == Settings()
    assert "wrong kind" in config.problems[0]


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("ada@example.org", "", "ada@example.org"),
        ("Ada Müller <ada@example.org>", "Ada Müller", "ada@example.org"),
        ('"Müller, Ada" <ada+x@exämple.org>', "Müller, Ada", "ada+x@exämple.org"),
    ],
)
def test_an_address(text: str, name: str, address: str) -> None:
    found = parse_address(text)
    assert (found.display_name, found.addr_spec) == (name, address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@-x.org",
        "a b@example.org",
        "a@b@c.org",
        "ada@example.org\nBcc: eve@example.org",
        "Ada\r\nBcc: eve@example.org <ada@example.org>",
        "Ada\0 <ada@example.org>",
        "ada@example.org, eve@example.org",
        "<ada@example.org> eve",
        f"{'a' * 250}@example.org",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="no mail address") as caught:
        parse_address(text)
    assert "\n" not in str(caught.value)
