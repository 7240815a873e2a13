"""Highlights found again in another version of a text, and the words of lines at any width."""

import random
from datetime import UTC, datetime

import pytest

from reader.core.document import (
    Block,
    Cell,
    Code,
    Display,
    Document,
    Equation,
    Figure,
    Heading,
    Inline,
    InlineKind,
    Item,
    Listing,
    Paragraph,
    Picture,
    Reference,
    Table,
    Theorem,
)
from reader.core.passage import Passage
from reader.document.anchoring import find_passages, heading_above, quoted
from reader.document.flow import Flow
from reader.document.placing import first_row, rows_of, selected
from reader.document.script import Script, Stretch
from tests.document_block import text

FOX = "The quick brown fox jumps over the lazy dog while seven gulls look on from the harbour wall."
CLOCK = "A clock in the tower of the gate strikes thirteen when the tide is higher than last year."


def script(*blocks: Block | str) -> Script:
    return Script(Document(tuple(Paragraph(text(b)) if isinstance(b, str) else b for b in blocks)))


def passage(quote: str, **fields: str) -> Passage:
    return Passage(
        key="k", paper="2608.00001", quote=quote, created_at=datetime(2026, 8, 21, tzinfo=UTC), **fields
    )  # type: ignore[arg-type]


def found(where: Script, wanted: Passage) -> str | None:
    """Return the words that a passage is found at."""
    stretch = find_passages(where, [wanted]).get("k")
    return quoted(where, stretch)[0] if stretch else None


def test_the_same_words_are_found() -> None:
    where = script(CLOCK, f"Before. {FOX} Behind.", CLOCK)
    assert find_passages(where, [passage(FOX)]) == {"k": Stretch(1, 8, 1, 8 + len(FOX))}


def test_words_over_several_blocks_are_found() -> None:
    where = script(CLOCK, f"Before. {FOX}", CLOCK)
    assert found(where, passage(f"{FOX}\n{CLOCK[:30]}")) == f"{FOX}\n{CLOCK[:30]}"


def test_of_several_places_the_one_between_the_same_words_is_taken() -> None:
    where = script(f"One. {FOX} Two.", f"Three. {FOX} Four.", f"Five. {FOX} Six.")
    stretch = find_passages(where, [passage(FOX, before="Three.", after="Four.")])["k"]
    assert stretch.first == 1


def test_of_very_many_places_the_one_between_the_same_words_is_taken() -> None:
    where = script(*(f"{n} before. {FOX} {n} behind." for n in range(500)))
    stretch = find_passages(where, [passage(FOX, before="444 before.", after="444 behind.")])["k"]
    assert stretch.first == 444


def test_of_several_places_the_one_under_the_same_heading_is_taken() -> None:
    parts = [Heading(text(f"Part {n}"), number=str(n)) for n in range(4)]
    where = script(parts[0], FOX, parts[1], CLOCK, parts[2], FOX, parts[3])
    stretch = find_passages(where, [passage(FOX, section="2 Part 2", before="gone", after="gone")])["k"]
    assert stretch.first == 5
    assert heading_above(where, 5) == "2 Part 2"
    assert heading_above(script(FOX), 0) == ""


@pytest.mark.parametrize(
    "there",
    [
        FOX.upper(),
        FOX.replace("quick", "quíck").replace("dog", "dög"),
        FOX.replace(" ", "\u2003 "),
    ],
)
def test_case_accents_and_white_space_do_not_count(there: str) -> None:
    where = script(CLOCK, f"Straße. {there} Behind.")
    shown = " ".join(there.split())
    assert found(where, passage(FOX)) == shown


@pytest.mark.parametrize(
    "there",
    [
        FOX.replace("brown", "red"),
        FOX.replace("quick brown ", ""),
        FOX.replace("over", "in one leap over"),
        FOX.replace("The quick", "A rather quick").replace("gulls", "birds"),
    ],
)
def test_changed_words_are_found(there: str) -> None:
    where = script(*[CLOCK] * 30, f"Nothing of it. {there} Nothing more.", *[CLOCK] * 30)
    words = found(where, passage(FOX))
    assert words is not None
    assert words.rstrip(".").endswith("harbour wall")
    assert "Nothing" not in words


def test_a_paragraph_that_was_parted_is_found() -> None:
    where = script(CLOCK, FOX[:46], FOX[46:], CLOCK)
    assert (found(where, passage(FOX)) or "").replace("\n", " ").startswith("The quick brown fox")


@pytest.mark.parametrize(
    "quote",
    [
        "A sentence that this text does not have, about walruses, carpenters and some oysters.",
        "the",
        "∑∑∑∑",
        "。",
    ],
)
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert found(script(FOX, CLOCK), passage(quote, before="Something else ", after=" entirely")) is None


def test_words_in_chinese_are_found_although_some_were_changed() -> None:
    there = "我们研究了港口中潮汐的测量方法，并且每天两次记录海水的高度。"
    words = found(script(FOX, f"前言。{there}后记。", CLOCK), passage(there.replace("每天两次", "每天三次")))
    assert words is not None
    assert words.startswith("我们研究了")


def test_a_long_text_takes_little_time() -> None:
    chance = random.Random(7)
    vocabulary = ["".join(chance.choices("aeioumnrst", k=chance.randint(2, 8))) for _ in range(4_000)]
    where = script(*(" ".join(chance.choices(vocabulary, k=120)) for _ in range(1_000)))
    quotes = []
    for number in range(0, 1_000, 20):
        words = where.texts[number].split()[20:60]
        words[:: 9 if number % 40 else 50] = ["changed"] * len(words[:: 9 if number % 40 else 50])
        quotes.append(" ".join(words))
    passages = [
        Passage(key=str(n), paper="p", quote=quote, created_at=datetime(2026, 8, 21, tzinfo=UTC))
        for n, quote in enumerate(quotes)
    ]
    places = find_passages(where, passages)
    assert [places[str(n)].first for n in range(len(quotes))] == list(range(0, 1_000, 20))


# Lines

BLOCKS: tuple[Block, ...] = (
    Heading(text("2 Ways to measure"), number="2"),
    Paragraph((Inline(FOX), Inline("1", InlineKind.NOTE, target="fn1"), Inline(" " + CLOCK))),
    Paragraph((Inline("Let "), Inline(r"\alpha_i \leq n^2", InlineKind.MATH), Inline(" be. " + FOX))),
    Listing(tuple(Item(text(f"{n}."), (Paragraph(text(FOX)), Paragraph(text(CLOCK)))) for n in (1, 2))),
    Theorem(text("Theorem 1"), (Paragraph(text(FOX)), Display((Equation((r"\frac{a}{b}",), "3"),)), Paragraph(text(CLOCK)))),
    Reference("[7]", text(FOX)),
    Code((text("def wall():"), text("    return gulls"), text("    return gulls"))),
    Table(((Cell(text("model")), Cell(text("error"))), (Cell(text("clock")), Cell(text("3.1")))), 1, caption=text(FOX)),
    Paragraph(text("港口中潮汐的测量方法" * 12)),
)  # fmt: skip


@pytest.mark.parametrize("columns", [30, 84])
@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_what_is_selected_line_by_line_is_what_is_drawn(block: Block, columns: int) -> None:
    document = Document((block,))
    where, flow = Script(document), Flow(document, columns)
    rows = rows_of(block, flow.block(0), where.texts[0])
    seen = []
    for number, row in enumerate(rows):
        if row is None or row.start == row.end:
            continue
        stretch = selected(flow, where, (0, number), (0, number))
        assert stretch is not None
        lit = [at for at, each in enumerate(rows) if each and each.columns(stretch.start, stretch.end)]
        assert number in lit
        assert first_row(flow, where, stretch) == (0, lit[0])
        seen.append(stretch)
    whole = selected(flow, where, (0, len(rows) - 1), (0, 0))
    assert whole is not None
    assert (whole.start, whole.end) == (seen[0].start, seen[-1].end)
    assert whole.end == len(where.texts[0])


def test_a_line_of_running_text_is_quoted_as_it_stands() -> None:
    document = Document((Paragraph(text(FOX)),))
    where, flow = Script(document), Flow(document, 30)
    stretch = selected(flow, where, (0, 1), (0, 1))
    assert stretch is not None
    words, before, after = quoted(where, stretch)
    assert words == flow.block(0)[1].text
    assert before + words + after == FOX[: len(before + words + after)]


@pytest.mark.parametrize(
    "block", [Display((Equation((r"\frac{a}{b}",)),)), Figure((Picture(None),), caption=text(FOX))]
)
def test_what_is_drawn_is_selected_as_a_whole(block: Block) -> None:
    document = Document((Paragraph(text(CLOCK)), block))
    where, flow = Script(document), Flow(document, 40)
    last = len(flow.block(1)) - 1
    assert selected(flow, where, (1, last), (1, last)) == Stretch(1, 0, 1, len(where.texts[1]))


def test_lines_without_words_select_nothing() -> None:
    document = Document((Paragraph(text(CLOCK)), Paragraph(text(FOX))))
    assert selected(Flow(document, 40), Script(document), (1, 0), (1, 0)) is None


def test_a_part_of_a_line_is_drawn_in_part() -> None:
    document = Document((Paragraph(text(FOX)),))
    where, flow = Script(document), Flow(document, 30)
    start = FOX.index("fox")
    stretch = Stretch(0, start, 0, start + len("fox jumps"))
    lines = flow.block(0)
    rows = rows_of(document.blocks[0], lines, where.texts[0])
    drawn = [
        lines[number].text[slice(*columns)]
        for number, row in enumerate(rows)
        if row and (columns := row.columns(stretch.start, stretch.end))
    ]
    assert " ".join(drawn) == "fox jumps"
