"""`--format`: templates over the JSON record, and what is wrong with one."""

import json

import pytest

from reader.cli.template import parse_template
from reader.core.errors import UsageError
from tests.unit.test_cli_command import Run, home, run, stored

__all__ = ["home", "run", "stored"]

RECORD = {
    "id": "2608.00001",
    "title": "流れる Attention in $O(n)$ {braces}",
    "authors": ["Ada Author", "Bo Author"],
    "upvotes": 1234,
    "score": 0.123456,
    "read": True,
    "note": None,
    "tags": [],
    "links": {"total_models": 3, "models": [{"name": "a/b"}]},
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{id}", "2608.00001\n"),
        (r"{id}\t{upvotes}\n--", "2608.00001\t1234\n--\n"),
        (r"{id}\0", "2608.00001\0"),
        (r"{{{id}}} \\", "{2608.00001} \\\n"),
        ("{title:.6}|", "流れる|\n"),  # wide characters take two columns
        ("{title:.7}|", "流れる |\n"),
        ("{id:<12}|{id:>12}|{id:^12}|{id:*^14}", "2608.00001  |  2608.00001| 2608.00001 |**2608.00001**\n"),
        ("{title:8.4}|", "流れ    |\n"),
        ("{upvotes:>6}|{upvotes:<6}|{upvotes:,}", "  1234|1234  |1,234\n"),
        ("{upvotes:.2}|{upvotes:.1f}", "1234|1234.0\n"),
        ("{score:.2f}|{score:.0%}|{score:8.3f}", "0.12|12%|   0.123\n"),
        ("{read}|{note}|{note:3}|{tags}|{doi}", "true||   ||\n"),
        ("{authors}|{authors.1}|{authors.7}|{authors.x}", "Ada Author, Bo Author|Bo Author||\n"),
        ("{links.total_models}|{links.models.0.name}|{links.no.more}", "3|a/b|\n"),
        ("{title.__class__}{title.upper}{authors.__len__}{id.__class__.__mro__}", "\n"),
        ("", "\n"),
        ("no field", "no field\n"),
    ],
)
def test_a_template_is_filled(template: str, text: str) -> None:
    assert parse_template(template).render(RECORD) == text


@pytest.mark.parametrize(
    ("template", "place", "about"),
    [
        ("{id", 1, "no } closes"),
        ("a {id} }", 8, "closes nothing"),
        ("a {nonsense}", 4, "no field “nonsense”"),
        ("{}", 2, "no field"),
        ("{0}", 2, "no field"),
        ("{__class__}", 2, "no field"),
        ("{id.}", 2, "name is missing"),
        ("{id!r}", 2, "no field “id!r”"),
        ("{id[0]}", 2, "no field"),
        ("{id:x}", 5, "no way to set"),
        ("{id:{title}}", 1, "no } closes"),
        ("{id:999999999}", 5, "1,000 columns"),
        ("{id:.99999}", 5, "1,000 columns"),
        (r"{id}\x", 5, "backslash"),
        ("{id}\\", 5, "backslash"),
    ],
)
def test_a_wrong_template_is_told_with_the_place(template: str, place: int, about: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_template(template)
    sentence, shown, caret = str(caught.value).splitlines()
    assert f"character {place}:" in sentence
    assert about in sentence
    assert len(caret) == len(shown[: caret.index("^")]) + 1


def test_commands_print_what_a_template_says(stored: Run) -> None:
    lines = stored(
        "list", "--view", "imported", "--format", r"{upvotes:>3} {id}\t{title:.8}"
    ).out.splitlines()
    assert lines == [
        "  7 2608.00001\tStreamin",
        " 90 2608.00002\tRobots T",
        "    math/0611800\tA Survey",
    ]
    assert stored("search", "robots", "--format", "{id} {score:.0f}").out.startswith("2608.00002 ")
    assert stored("show", "2608.00002", "--format", r"{id}\0").out == "2608.00002\0"
    assert stored("list", "--view", "bookmarks", "--format", "{id}").out == ""


@pytest.mark.parametrize("command", [["list", "--offline"], ["search", "robots"], ["show", "2608.00002"]])
def test_a_wrong_template_is_wrong_usage_and_prints_nothing(stored: Run, command: list[str]) -> None:
    result = stored(*command, "--format", "{id} {titel}")
    assert (result.code, result.out) == (2, "")
    assert "--format, character 7" in result.err
    assert result.err.splitlines()[2].index("^") == result.err.splitlines()[1].index("titel")
    assert stored(*command, "--format", "{id}", "--json").code == 2


def test_the_fields_are_those_of_the_json_record(stored: Run) -> None:
    record = json.loads(stored("show", "2608.00002", "--json").out)
    printed = stored("show", "2608.00002", "--format", r"\t".join(f"{{{name}}}" for name in record)).out
    values = dict(zip(record, printed.rstrip("\n").split("\t"), strict=True))
    assert (values["title"], values["upvotes"], values["read"], values["doi"]) == (
        *("Robots That Ask", "90"),
        *("false", ""),
    )
