import pytest

from reader.core.document import (
    Block,
    Cell,
    Code,
    Display,
    Document,
    Equation,
    Figure,
    Footnote,
    Heading,
    Inline,
    InlineKind,
    Item,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Reference,
    Table,
    Theorem,
)
from reader.core.width import width
from reader.document.finding import Finder, marks
from reader.document.flow import Flow
from reader.document.latexml import parse_latexml
from reader.document.layout import lay_out
from reader.document.line import Line, Segment, wrap
from tests.document_block import para, text
from tests.document_page import thesis


def shown(block: Block, columns: int = 40) -> list[str]:
    return [line.text for line in lay_out(block, columns)]


def table(*rows: str, head: int = 0) -> Table:
    return Table(tuple(tuple(Cell(text(cell)) for cell in row.split("|")) for row in rows), head)


def test_words_are_wrapped_and_styles_go_over_their_ends() -> None:
    segments = [Segment("one two ("), Segment("three", "link", "https://a.example/"), Segment(") four")]
    lines = wrap(segments, 12)
    assert [line.text for line in lines] == ["one two", "(three) four"]
    assert lines[1].segments == (
        Segment("("),
        Segment("three", "link", "https://a.example/"),
        Segment(") four"),
    )


def test_wide_characters_are_broken_anywhere_but_before_closing_marks() -> None:
    lines = [line.text for line in wrap([Segment("名字与排序虚构出版社。好")], 20)]
    assert lines == ["名字与排序虚构出版", "社。好"]


def test_long_words_are_cut_and_marks_stay_with_their_letters() -> None:
    lines = wrap([Segment("see " + "x\u0302" * 50)], 20)
    assert [line.width for line in lines] == [3, 20, 20, 10]
    assert not any(line.text.startswith("\u0302") for line in lines)


def test_short_formulas_are_not_broken() -> None:
    paragraph = Paragraph((Inline("words and then "), Inline("x + y = z", InlineKind.MATH), Inline(".")))
    assert shown(paragraph, 22) == ["words and then", "x + y = z."]


def test_headings_lists_and_references_hang() -> None:
    assert shown(Heading(text("A long title of a section"), 1, "2.1"), 20) == [
        "2.1  A long title of",
        "  a section",
    ]
    items = (Item(text("•"), (para("some words that wrap"),)), Item(text("•"), (para("b"),)))
    assert shown(Listing(items), 20) == ["  • some words that", "    wrap", "  • b"]
    assert shown(Reference("[1]", text("Somebody. A title of a book.")), 20) == [
        "[1] Somebody. A",
        "    title of a book.",
    ]
    described = Listing((Item(text("Case"), (para("upper"),)),), described=True)
    assert shown(described) == ["Case", "    upper"]


def test_theorems_quotes_footnotes_and_code() -> None:
    assert shown(Theorem(text("Lemma 1."), (para("It holds."), para("So.")))) == [
        "│ Lemma 1.",
        "│ It holds.",
        "│",
        "│ So.",
    ]
    assert shown(Theorem(text("Proof."), (para("Look."),), "proof")) == ["  Proof.", "  Look."]
    assert shown(Quote((para("said"),))) == ["  said"]
    assert shown(Footnote("1", (para("below"),))) == ["  1 below"]
    code = Code((text("x" * 50), text("  y")), label="Listing 1", caption=text("Two."))
    assert shown(code) == ["Listing 1  Two.", "  " + "x" * 50, "    y"]
    assert [line.wide for line in lay_out(code, 40)] == [False, True, False]


def test_figures_are_their_caption_and_a_link() -> None:
    picture = Picture("https://arxiv.org/html/1/a.png", "(a)", text("Gate"), "F1.a")
    lines = lay_out(Figure((picture, Picture(None)), "Figure 1", text("Both."), "F1"), 40)
    assert [line.text for line in lines] == ["▒ (a) Gate a.png", "▒ a picture", "Figure 1  Both."]
    assert Segment("a.png", "link", picture.address) in lines[0].segments
    assert lines[0].anchor == "F1.a"


def test_equations_can_be_jumped_to() -> None:
    lines = lay_out(Display((Equation(("a",), "1", "E1"), Equation(("b",), "2", "E2")), "G1"), 20)
    assert [(line.text.split(), line.anchor) for line in lines] == [
        (["a", "(1)"], "E1"),
        (["b", "(2)"], "E2"),
    ]


def test_tables_are_drawn_with_their_header_and_rules() -> None:
    assert shown(table("model|error", "gate|3", head=1)) == [
        "┌───────┬───────┐",
        "│ model │ error │",
        "├───────┼───────┤",
        "│ gate  │ 3     │",
        "└───────┴───────┘",
    ]


def test_cells_over_several_rows_and_columns() -> None:
    rows = (
        (Cell(text("A"), down=2), Cell(text("B"), "center", across=2)),
        (Cell(text("c")), Cell(text("d"), "right")),
        (Cell(text("1")), Cell(text("2")), Cell(text("333"), "right")),
    )
    assert shown(Table(rows, 2, frozenset({1}))) == [
        "┌───┬─────────┐",
        "│ A │    B    │",
        "│   ├───┬─────┤",
        "│   │ c │   d │",
        "├───┼───┼─────┤",
        "│ 1 │ 2 │ 333 │",
        "└───┴───┴─────┘",
    ]


def test_columns_are_narrowed_to_fit_and_stay_straight_with_wide_characters() -> None:
    lines = shown(table("a|" + "words " * 12, "李明|naïve\u0302", head=1), 40)
    assert {width(line) for line in lines} == {40}
    assert len(lines) > 6


def test_a_table_too_wide_for_any_screen_is_wider_than_it() -> None:
    lines = lay_out(table("|".join(f"column {n}" for n in range(30))), 80)
    assert all(line.wide for line in lines)
    assert len({line.width for line in lines}) == 1


def test_rows_of_different_lengths_make_a_table() -> None:
    lines = shown(table("a", "b|c", "d|e|f"))
    assert len({width(line) for line in lines}) == 1


@pytest.mark.parametrize("columns", [1, 20, 33, 84, 200])
def test_no_line_is_wider_than_the_column(columns: int) -> None:
    document = parse_latexml(thesis(6))
    flow = Flow(document, columns)
    assert all(line.width <= max(columns, 20) for _, _, line in flow.lines_from(0) if not line.wide)


def test_only_what_is_seen_is_laid_out() -> None:
    flow = Flow(Document(tuple(para(f"paragraph {n}") for n in range(50_000))), 40)
    assert flow.height == 99_999
    place, row = flow.place_of(50_000)
    assert [line.text for _, _, line in taken(flow, place, row, 3)] == [
        "paragraph 25000",
        "",
        "paragraph 25001",
    ]
    assert len(flow._lines) < 5


def taken(flow: Flow, place: int, row: int, count: int) -> list[tuple[int, int, Line]]:
    lines = flow.lines_from(place, row)
    return [next(lines) for _ in range(count)]


def test_lines_held_are_bounded() -> None:
    flow = Flow(Document(tuple(para(f"paragraph {n}") for n in range(2_000))), 40, kept=100)
    assert sum(1 for _ in flow.lines_from(0)) == flow.height
    assert len(flow._lines) <= 100


def test_moving_up_and_down_ends_at_the_ends() -> None:
    flow = Flow(Document((para("a"), para("b"), para("c"))), 40)
    assert flow.moved(0, 0, 2) == (1, 1)
    assert flow.moved(1, 1, -2) == (0, 0)
    assert flow.moved(0, 0, -9) == (0, 0)
    assert flow.moved(0, 0, 99) == (2, 1)
    assert [flow.line_of(*flow.moved(0, 0, step)) for step in range(5)] == [0, 1, 2, 3, 4]
    assert Flow(Document(()), 40).moved(0, 0, 5) == (0, 0)


def test_anchors_lead_to_their_line() -> None:
    item = Item(text("•"), (para("b"),), "I1")
    document = Document(
        (Heading(text("T"), 1, "1", "S1"), Listing((Item(text("•"), (para("a"),)), item)), para("c"))
    )
    flow = Flow(document, 40)
    assert flow.anchor("S1") == (0, 0)
    assert flow.anchor("I1") == (1, 2)
    assert flow.anchor("nowhere") is None
    assert flow.section(2) == 0


def test_footnotes_stand_below_a_rule() -> None:
    flow = Flow(Document((para("a"), Footnote("1", (para("b"),)), Footnote("2", (para("c"),)))), 40)
    assert [line.text for _, _, line in flow.lines_from(0)] == ["a", "", "─" * 20, "  1 b", "  2 c"]


def test_words_are_found_whatever_their_case_and_accents() -> None:
    document = Document(
        (
            para("Ångström and angstrom"),
            Paragraph((Inline("the "), Inline(r"\alpha_1", InlineKind.MATH))),
            para("none"),
        )
    )
    finder = Finder(document)
    assert finder.find("ANGSTROM").blocks == ((0, 2),)
    assert finder.find("  and   ang ").total == 1
    assert finder.find("angstrom the").total == 0
    assert finder.find(" ").total == 0
    assert finder.find("the α₁").blocks == ((1, 1),)


def test_what_is_found_is_marked_over_the_ends_of_lines() -> None:
    lines = (*lay_out(para("one two three four"), 20), Line((Segment("    two "), Segment("Three"))))
    assert marks(lines, "four two") == ((0, 14, 18), (1, 4, 7))
    assert marks(lines, "THREE") == ((0, 8, 13), (1, 8, 13))
    assert marks(lines, "") == ()


def test_line_spacing_parts_running_text_only() -> None:
    words = Paragraph((Inline("word " * 40),))
    code = Code(((Inline("a"),), (Inline("b"),)))
    close = Flow(Document((words, code)), 40)
    wide = Flow(Document((words, code)), 40, leading=1)
    assert [bool(line.segments) for line in wide.block(0)] == [True, False] * (len(close.block(0)) - 1) + [
        True
    ]
    assert wide.block(1) == close.block(1)
