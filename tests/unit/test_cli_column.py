import pytest

from reader.cli.column import cut, padded, width, wrapped


def test_width_counts_columns() -> None:
    assert width("abc") == 3
    assert width("漢字") == 4
    assert width("e\u0301\u200b") == 1


def test_cut_and_padded_keep_to_their_columns() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdef", 4) == "abc…"
    assert cut("漢字漢字", 6) == "漢字…"
    assert padded("漢", 4) == "漢  "


@pytest.mark.parametrize(
    "text", ["one two three four", "漢字漢字 漢字漢字漢字", "x" * 50, "a\n\nb " + "y" * 30]
)
def test_wrapped_lines_fit_and_lose_nothing(text: str) -> None:
    lines = wrapped(text, 10).split("\n")
    assert all(width(line) <= 10 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_character_wider_than_the_line_ends_the_wrapping() -> None:
    assert wrapped("漢漢", 1) == "漢\n漢"
