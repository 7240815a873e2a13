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
from reader.document.latexml import parse_latexml
from reader.document.markdown import parse_markdown
from reader.document.plain import to_plain
from reader.document.writing import to_markdown
from tests.document_block import para, text
from tests.document_page import thesis


def markdown(*blocks: Block) -> str:
    return "".join(to_markdown(Document(blocks))).rstrip("\n")


def plain(*blocks: Block) -> list[str]:
    return list(to_plain(Document(blocks), 40))


WIDE = Table(
    ((Cell(text("A"), down=2), Cell(text("B"), across=2)), (Cell(text("c")), Cell(text("d|")))),
    1,
    label="Table 1",
)
BLOCKS: list[tuple[Block, str, list[str]]] = [
    (Heading(text("Model"), 2, "2.1"), "### 2.1 Model", ["2.1 Model"]),
    (
        Paragraph(
            (
                Inline("a* "),
                Inline("so ", emphasis=True),
                Inline("x^2", InlineKind.MATH),
                Inline("1", InlineKind.NOTE, target="fn1"),
                Inline("here", InlineKind.LINK, target="https://a.example/x)"),
            )
        ),
        r"a\* *so* $x^2$[^1][here](<https://a.example/x)>)",
        ["a* so x²¹here"],
    ),
    (Display((Equation((r"\frac{a}{b}",), "1"),)), "$$\n\\frac{a}{b} \\tag{1}\n$$", ["    a/b (1)"]),
    (
        Display((Equation(("a", "=b")), Equation(("", "=c"), "2"))),
        "$$\n\\begin{align}\na & =b \\\\\n & =c \\tag{2}\n\\end{align}\n$$",
        ["    a = b", "    = c (2)"],
    ),
    (
        Listing((Item(text("1."), (para("a"), para("b"))), Item(text("2."), (para("c"),)))),
        "1. a\n\n   b\n2. c",
        ["1. a", "    b", "2. c"],
    ),
    (Listing((Item(text("T"), (para("a"),)),), described=True), "- **T**\n  a", ["T", "    a"]),
    (WIDE, "**Table 1**\n\n| A | B |  |\n| --- | --- | --- |\n|  | c | d\\| |", ["Table 1", "A  B", "c  d|"]),
    (
        Figure((Picture("https://a.example/x.png"),), "Figure 1", text("Both.")),
        "![](https://a.example/x.png)\n\n**Figure 1** Both.",
        ["Figure 1: Both.", "https://a.example/x.png"],
    ),
    (
        Code((text("```"), text("  x = 1")), "Python"),
        "````python\n```\n  x = 1\n````",
        ["```", "  x = 1"],
    ),
    (Theorem(text("Lemma 1."), (para("It holds."),)), "**Lemma 1.**\n\nIt holds.", ["Lemma 1.", "It holds."]),
    (Quote((para("a"), para("b"))), "> a\n>\n> b", ["    a", "    b"]),
    (Footnote("1", (para("below"),)), "[^1]: below", ["1 below"]),
    (Reference("[1]", text("A. B.")), r"- \[1\] A. B.", ["[1] A. B."]),
]


@pytest.mark.parametrize(("block", "written", "lines"), BLOCKS, ids=lambda value: type(value).__name__)
def test_every_block_is_written(block: Block, written: str, lines: list[str]) -> None:
    assert markdown(block) == written
    assert plain(block) == lines


def test_title_and_authors_come_first() -> None:
    written = "".join(to_markdown(Document((para("x"),), "A <b>", ("Ida", "Zoë"))))
    assert written == "# A \\<b\\>\n\nIda, Zoë\n\nx\n\n"


def test_markdown_of_a_page_reads_as_the_page() -> None:
    page = parse_latexml(thesis(3))
    again = parse_markdown("".join(to_markdown(page)))
    assert again.title == page.title
    assert [type(block) for block in again.blocks] == [type(block) for block in page.blocks]
    assert [h.number for _, h in again.sections] == ["1", "2", "3"]


def test_plain_text_has_no_drawings() -> None:
    lines = list(to_plain(parse_latexml(thesis(3)), 60))
    assert not set("│─┌⎛⎞") & set("".join(lines))
    assert max(map(len, lines)) <= 60


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("1984. A year", r"1984\. A year"),
        ("- not a list", r"\- not a list"),
        ("---", r"\---"),
        ("-3 degrees", "-3 degrees"),
        ("AT&amp;T", r"AT\&amp;T"),
    ],
)
def test_words_are_never_markdown(words: str, written: str) -> None:
    assert markdown(para(words)) == written


def test_bars_in_cells_part_nothing() -> None:
    formula, code = (
        Inline(r"|x|+\|y\|", InlineKind.MATH),
        Inline("a`|b", InlineKind.CODE),
    )
    written = markdown(Table(((Cell((formula,)), Cell((code,))),), 1))
    assert written.splitlines()[0] == r"| $\vert x\vert +\Vert y\Vert $ | `` a`\|b `` |"


def test_a_theorem_without_a_title_and_pictures_with_brackets() -> None:
    assert markdown(Theorem((), (para("It holds."),))) == "It holds."
    assert markdown(Figure((Picture("https://a.example/x(1).png"),))) == "![](<https://a.example/x(1).png>)"
