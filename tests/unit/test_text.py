import gzip
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from reader.core.text import (
    ADDRESS_LIMIT,
    LINE_LIMIT,
    MARK_LIMIT,
    clean_address,
    clean_block,
    clean_line,
    clean_note,
)

HOSTILE = [
    "\x1b]0;pwned\x07",
    "\x1b[2J\x1b[H\x1b[31m",
    "\x1b]8;;file:///etc/passwd\x1b\\link\x1b]8;;\x1b\\",
    "\x9b2J\x9d0;pwned\x9c\x90q\x9c\x85",
    "\u202egnp.exe\u202c\u2067x\u2069",
    "zero\u200b\u200d\u2060\ufeffwidth",
    "[bold red]x[/]",
    "[/] [link=file:///]x",
    "NUL\x00byte",
    "\ud800lone\udfff",
    "two\nlines\r\n\tand more",
    "\r\b\x7f\x0e\x1bc",
    "e" + "\u0301" * 10_000,
    "\u1160\u11a8\u3164 \ue000 \U0001f1e9\U0001f1ea \U0001f44d\U0001f3fd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
    "W" * 1_000_000,
]


def is_safe(text: str) -> bool:
    return all(part.isprintable() for part in text.split("\n")) and all(
        get_character_cell_size(c) > 0 or unicodedata.category(c).startswith("M") for c in text if c != "\n"
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_drives_or_misaligns_the_terminal(text: str) -> None:
    for clean in (clean_line, clean_block, clean_note):
        cleaned = clean(text)
        assert is_safe(cleaned)
        assert clean(cleaned) == cleaned
        assert cell_len(cleaned.replace("\n", "")) == sum(
            map(get_character_cell_size, cleaned.replace("\n", ""))
        )
    assert "\n" not in clean_line(text)


@given(st.text(st.characters()))
def test_any_text_becomes_safe_and_stays_as_it_is(text: str) -> None:
    for clean in (clean_line, clean_block, clean_note):
        assert is_safe(clean(text))
        assert clean(clean(text)) == clean(text)


def cleaned_closely(clean: Callable[[str], str], text: str) -> str:
    """Return `text` cleaned without what makes it fast."""
    with pytest.MonkeyPatch.context() as patch:
        for shortcut in ("_is_tidy", "_is_harmless"):
            patch.setattr(f"reader.core.text.{shortcut}", lambda *_: False)
        return clean(text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_takes_no_short_cut(text: str) -> None:
    for clean in (clean_line, clean_block, clean_note):
        assert clean(text) == cleaned_closely(clean, text)


@given(
    st.text(st.characters(max_codepoint=127))
    | st.text(st.sampled_from("ab \n\t\x0b\x1c\x7f\xa0é–\u2028"))
    | st.text(st.characters())
)
def test_short_cuts_lead_to_the_same_text(text: str) -> None:
    for clean in (clean_line, clean_block, clean_note):
        assert clean(text) == cleaned_closely(clean, text)


def test_short_cuts_lead_to_the_same_text_for_every_character() -> None:
    for start in range(0, 0x30000, 400):
        for text in ("".join(map(chr, range(start, start + 400))), chr(start)):
            assert clean_line(text) == cleaned_closely(clean_line, text)
            assert clean_block(text) == cleaned_closely(clean_block, text)


def test_short_cuts_lead_to_the_same_text_for_real_papers() -> None:
    path = Path(__file__).parents[3] / "shared/data/corpus/arxiv-recorded.jsonl.gz"
    if not path.exists():
        pytest.skip("the recorded papers are not here")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for item in map(json.loads, lines):
            for text in (item["title"], item["abstract"], *item["authors"]):
                assert clean_line(text) == cleaned_closely(clean_line, text)
                assert clean_block(text) == cleaned_closely(clean_block, text)


@pytest.mark.slow
def test_every_character_has_a_known_width() -> None:
    text = "".join(f"a{chr(code)}" for code in range(0x110000))
    for start in range(0, len(text), LINE_LIMIT):
        cleaned = clean_line(text[start : start + LINE_LIMIT])
        assert is_safe(cleaned)
        assert cell_len(cleaned) == sum(map(get_character_cell_size, cleaned))


@pytest.mark.parametrize(
    "text",
    [
        "Ordinary title",
        "Schrödinger’s “cat” – α ≤ β",
        "深度学习",
        "Đặng Văn",
        "شبكة",
        "हिन्दी",
        "naïve 𝒪(√n)",
        "[link=x]",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert clean_line(text) == clean_block(text) == clean_note(text) == text


def test_what_stands_for_what_was_removed() -> None:
    assert clean_line("A title\n  with a break\x85\u2028and\xa0blanks ") == "A title with a break and blanks"
    assert clean_line("zero\u200bwidth\x00") == "zerowidth"
    assert clean_line("\ud800") == "\ufffd"
    assert clean_line("e\u0301") == "é"
    assert clean_line("\U0001f1e9\U0001f1ea") == "DE"
    assert clean_line("q" + "\u0302" * 50) == "q" + "\u0302" * MARK_LIMIT
    assert clean_line("\u0301" * 10_000) == ""


def test_paragraphs() -> None:
    assert (
        clean_block("one\ntwo\n\n  \nthree  four\r\n\r\nfive\u2029 \u2028six")
        == "one two\n\nthree four\n\nfive\n\nsix"
    )
    assert clean_note("  a\n\n\n  b  \r\nc\n\n") == "  a\n\n\n  b\nc"


def test_long_text_ends_in_an_ellipsis() -> None:
    assert clean_line("W" * 1_000_000) == "W" * (LINE_LIMIT - 1) + "…"
    assert clean_line("a b", 3) == "a b"
    assert clean_line("abcd", 3) == "ab…"
    assert clean_line(" " * 1_000_000 + "title") == "title"
    assert clean_line("\x00" * 1_000_000) == ""


@pytest.mark.timeout(100)
def test_a_megabyte_of_marks_takes_no_quadratic_time() -> None:
    clean_block("a" + "\u0301\u0323" * 500_000)
    clean_block("\u0301" * 250_000 + "\u0323" * 250_000)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,<script>alert(1)</script>",
        "https://huggingface.co@example.invalid/",
        "https://user:word@example.org/",
        "https://example.org/\x1b[31m",
        "https://example.org/a b",
        "https://example.org/\u202egnp",
        "-oProxyCommand=id",
        "http://-x/",
        "https://[::1",
        "https://example.org:99999/",
        "https:///path",
        "http:path",
        "https://%00/",
        "https://exa\\mple.org/",
        "\x00",
        "",
        "/relative",
        "https://example.org/" + "a" * ADDRESS_LIMIT,
    ],
)
def test_an_address_that_is_not_safe_to_open(address: str) -> None:
    assert clean_address(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "HTTP://example.org:8080/a?b=c#d",
        "https://[::1]/",
        "https://münchen.example/ä",
        "http://a_b.example.org./",
    ],
)
def test_an_address_that_is(address: str) -> None:
    assert clean_address(f" {address}\n") == address


def test_a_relative_address_needs_a_base() -> None:
    assert clean_address("/avatars/x.svg", "https://huggingface.co") == "https://huggingface.co/avatars/x.svg"
    assert clean_address("//example.org/x", "https://huggingface.co") == "https://example.org/x"
    assert clean_address("javascript:alert(1)", "https://huggingface.co") is None


@given(st.text(st.characters()) | st.text("htps:/@.-[]%\\a1", max_size=40))
def test_no_address_reaches_a_command_line_as_an_option(text: str) -> None:
    for base in (None, "https://huggingface.co"):
        address = clean_address(text, base)
        assert address is None or address.lower().startswith(("http://", "https://"))


def test_the_recorded_hostile_strings() -> None:
    path = Path(__file__).parents[3] / "shared/replay/hostile.json"
    if not path.exists():
        pytest.skip("the recorded strings are not here")
    hostile = json.loads(path.read_text(encoding="utf-8"))
    texts = [*hostile["texts"], *(text * count for text, count in hostile["big"].values())]
    assert all(is_safe(clean_line(text)) and is_safe(clean_block(text)) for text in texts)
    assert not any(map(clean_address, hostile["urls"]))
