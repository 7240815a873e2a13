import time

import pytest

from reader.core.document import (
    Block,
    Code,
    Display,
    Equation,
    Figure,
    Form,
    Heading,
    Inline,
    InlineKind,
    Listing,
    Paragraph,
    Quote,
    Reference,
    Table,
    Theorem,
    joined,
)
from reader.core.errors import FormatError
from reader.document.markdown import parse_markdown

ADDRESS = "https://arxiv.org/html/2608.00001"


def blocks(text: str) -> tuple[Block, ...]:
    return parse_markdown(text, ADDRESS).blocks


def only(text: str) -> Block:
    (block,) = blocks(text)
    return block


def test_title_authors_and_sections() -> None:
    found = parse_markdown(
        "# A *Title*\n\nIda Farrow, Zoë M.\n\n## Abstract\n\nWords.\n\n## 2 Model\n\n### 2.1 Units\n\nx"
    )
    assert (found.title, found.authors, found.form) == ("A Title", ("Ida Farrow", "Zoë M."), Form.MARKDOWN)
    headings = [(joined(h.content), h.level, h.number, h.anchor) for _, h in found.sections]
    assert headings == [("Abstract", 1, "", None), ("Model", 1, "2", "S2"), ("Units", 2, "2.1", "S2.SS1")]


def test_appendices_have_the_anchors_of_the_page() -> None:
    heading = blocks("## Appendix B A table\n\nx")[0]
    assert isinstance(heading, Heading)
    assert (joined(heading.content), heading.number, heading.anchor) == ("A table", "Appendix B", "A2")


def test_mathematics_is_taken_before_markdown() -> None:
    assert only(r"Let $x_{1},\dots*y*$ and *$a\$b$* cost $5 and $6.") == Paragraph(
        (
            Inline("Let "),
            Inline(r"x_{1},\dots*y*", InlineKind.MATH),
            Inline(" and "),
            Inline(r"a\$b", InlineKind.MATH, emphasis=True),
            Inline(" cost $5 and $6."),
        )
    )


def test_displayed_mathematics_over_several_lines_with_its_number() -> None:
    text = "## 2 Model\n\nThen\n$$a=%\nb\n+c$$ (2a)\n\n$$d$$\n\nrest"
    _, paragraph, first, second, rest = blocks(text)
    assert isinstance(paragraph, Paragraph)
    assert first == Display((Equation(("a=b +c",), "2a"),), "S2.E2a")
    assert second == Display((Equation(("d",)),))
    assert isinstance(rest, Paragraph)


def test_links_jump_or_lead_out() -> None:
    paragraph = only("See [2](#S2), [2019](#bib.bib1), <https://a.example/x> and [x](javascript:alert(1)).")
    assert isinstance(paragraph, Paragraph)
    assert [(i.text, i.kind, i.target) for i in paragraph.content if i.target] == [
        ("2", InlineKind.JUMP, "S2"),
        ("2019", InlineKind.CITATION, "bib.bib1"),
        ("https://a.example/x", InlineKind.LINK, "https://a.example/x"),
    ]


def test_captions_join_what_they_name() -> None:
    text = (
        "## 3 Experiments\n\n![Refer to caption](levels.png)\n\nFigure 1: The *level*.\n\n"
        "Table 1: Errors.\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n\nListing 1: A program.\n\n    x = 1\n"
    )
    _, figure, table, code = blocks(text)
    assert isinstance(figure, Figure)
    assert (figure.label, joined(figure.caption), figure.anchor) == ("Figure 1", "The level.", "S3.F1")
    assert figure.pictures[0].address == f"{ADDRESS}/levels.png"
    assert isinstance(table, Table)
    assert (table.label, table.head, table.anchor, table.rows[1][1].align) == ("Table 1", 1, "S3.T1", "right")
    assert isinstance(code, Code)
    assert (code.label, [joined(line) for line in code.lines]) == ("Listing 1", ["x = 1"])


def test_pictures_of_one_figure_stand_together() -> None:
    figure = only("![x](a.png)\n\n\\(a\\) Gate\n\n![y](b.png)\n\n\\(b\\) Weights\n\nFigure 2: Both.")
    assert isinstance(figure, Figure)
    assert [(p.label, joined(p.caption)) for p in figure.pictures] == [("(a)", "Gate"), ("(b)", "Weights")]


def test_lists_quotes_and_references() -> None:
    listing, quote, _, first, second = blocks(
        "3. three\n4. four\n\n> said\n\n## References\n\n-   \\[1\\] A. *B*, arXiv:2608.01234.\n-   C (2019) D.\n"
    )
    assert isinstance(listing, Listing)
    assert [joined(item.label) for item in listing.items] == ["3.", "4."]
    assert quote == Quote((Paragraph((Inline("said"),)),))
    assert isinstance(first, Reference)
    assert (first.label, first.anchor, first.paper) == ("[1]", "bib.bib1", "2608.01234")
    assert isinstance(second, Reference)
    assert (second.label, second.anchor) == ("", "bib.bib2")


def test_a_table_without_a_header_has_none() -> None:
    table = only("|   |   |\n|---|---|\n| 1 | 2 |")
    assert isinstance(table, Table)
    assert (table.head, len(table.rows)) == (0, 1)


def test_the_abstract_is_repaired_as_abstracts_are() -> None:
    paragraph = blocks("## Abstract\n\nIn mathcal{O}(n) steps.\n\n## 1 Model\n\nx")[1]
    assert paragraph == Paragraph((Inline("In 𝒪(n) steps."),))


def test_markup_is_text() -> None:
    words = "".join(
        joined(block.content)
        for block in blocks("<script>alert(1)</script>\n\n<b>x</b>\n")
        if isinstance(block, Paragraph)
    )
    assert words == "<script>alert(1)</script><b>x</b>"


@pytest.mark.parametrize("text", ["", "   \n", "# Title\n\n## Section\n"])
def test_what_holds_no_paper_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        parse_markdown(text)


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(FormatError, match="too long"):
        parse_markdown("x " * 3_000_000)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "> " * 10_000 + "x",
        "- " * 10_000 + "x",
        "[" * 50_000,
        "[a](" * 20_000,
        "*a " * 50_000,
        "`" * 50_000,
        "$a " * 50_000,
        "$$\n" * 20_000,
        "![a" * 20_000,
        "<a" * 30_000,
        "|a" * 1_000 + "|\n" + "|-" * 1_000 + "|\n" + ("|b" * 1_000 + "|\n") * 5,
    ],
    ids=lambda text: text[:6],
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    begun = time.process_time()
    assert parse_markdown(text + "\n\nend").blocks
    assert time.process_time() - begun < 10


def test_theorems_are_no_sections() -> None:
    _, definition, theorem, text, proof, after = blocks(
        "## 1 Tides\n\n###### Definition 1.1 (Tide).\n\nA tide is high, see [1.2](#S1.Thmtheorem2).\n\n"
        "###### Theorem 1.2.\n\nThen\n\n$$x=1.$$ (1)\n\nThis is no part of it.\n\n"
        "###### Proof.\n\nWe count.\n\nThat is all. $\\qed$\n\nBehind it."
    )
    assert isinstance(definition, Theorem)
    assert (joined(definition.title), definition.kind) == ("Definition 1.1 (Tide).", "definition")
    assert isinstance(theorem, Theorem)
    assert [type(block) for block in theorem.blocks] == [Paragraph, Display]
    assert theorem.anchor == "S1.Thmtheorem2"
    assert isinstance(text, Paragraph)
    assert isinstance(proof, Theorem)
    assert (proof.kind, len(proof.blocks)) == ("proof", 2)
    assert isinstance(after, Paragraph)


@pytest.mark.parametrize("heading", ["## 2 Proof of concept", "###### Initialisation.", "## Notation"])
def test_sections_are_no_theorems(heading: str) -> None:
    assert isinstance(blocks(f"## Abstract\n\nx\n\n{heading}\n\nWords.")[2], Heading)


def test_the_steps_of_an_algorithm_stand_together() -> None:
    code, text = blocks("Algorithm 1 Ask the owner\n\n1: ask $n_i$\n\n2: wait\n\nThat was all.")
    assert isinstance(code, Code)
    assert (code.label, joined(code.caption), code.anchor) == ("Algorithm 1", "Ask the owner", "alg1")
    assert [joined(line) for line in code.lines] == ["  1: ask n_i", "  2: wait"]
    assert isinstance(text, Paragraph)
    assert isinstance(only("Algorithm 1 is all there is."), Paragraph)


def test_the_sign_of_an_item_is_its_label() -> None:
    listing = only("- –\n\n  A third level.\n- Plain.")
    assert isinstance(listing, Listing)
    assert [joined(item.label) for item in listing.items] == ["–", "•"]
