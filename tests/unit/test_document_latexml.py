import time

import pytest

from reader.core.document import (
    Block,
    Code,
    Display,
    Document,
    Figure,
    Footnote,
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
from reader.document.latexml import SIZE_LIMIT, parse_latexml
from reader.document.latexml_table import CELLS
from tests.document_page import equation, math, page, para, section, table

ADDRESS = "https://arxiv.org/html/2608.00001"


def parsed(body: str) -> Document:
    return parse_latexml(page(body), ADDRESS)


def only(body: str) -> Block:
    (block,) = parsed(body).blocks
    return block


def inlines(body: str) -> tuple[Inline, ...]:
    block = only(para(body))
    assert isinstance(block, Paragraph)
    return block.content


def test_title_authors_and_sections() -> None:
    found = parse_latexml(page(section(1, para("Words.")), "A <b>", ("Ida", "Zoë")))
    assert (found.title, found.authors, found.notices) == ("A <b>", ("Ida", "Zoë"), ())
    heading, paragraph = found.blocks
    assert heading == Heading((Inline("Model"),), 1, "1", "S1")
    assert paragraph == Paragraph((Inline("Words."),), None)
    assert found.sections == ((0, heading),)
    assert found.anchors() == {"S1": 0}


def test_authors_are_named_without_what_stands_below_them() -> None:
    names = "".join(
        f'<span class="ltx_personname">{name}</span>'
        for name in (
            "Ida Farrow<sup>1,2</sup><br>Nowhere Institute",
            "<br>Zoë <b>Quill</b>* <br>ida@example.org",
            "<sup>*</sup>",
        )
    )
    assert parsed(f'<div class="ltx_authors">{names}</div>{para("Words.")}').authors[-2:] == (
        "Ida Farrow",
        "Zoë Quill",
    )


def test_running_text_keeps_emphasis_mathematics_links_and_citations() -> None:
    assert inlines(
        f"We  <em>see</em> <b>that <i>x</i></b>{math('x^2')}, <code>a&lt;b</code>"
        ' (<cite>Farrow, <a href="#bib.bib1">2019</a></cite>) in <a href="#S1">1</a> and <a href="/x?y=1">there</a>.'
    ) == (
        Inline("We "),
        Inline("see", emphasis=True),
        Inline(" "),
        Inline("that ", strong=True),
        Inline("x", strong=True, emphasis=True),
        Inline("x^2", InlineKind.MATH),
        Inline(", "),
        Inline("a<b", InlineKind.CODE),
        Inline(" (Farrow, "),
        Inline("2019", InlineKind.CITATION, target="bib.bib1"),
        Inline(") in "),
        Inline("1", InlineKind.JUMP, target="S1"),
        Inline(" and "),
        Inline("there", InlineKind.LINK, target="https://arxiv.org/x?y=1"),
        Inline("."),
    )


def test_links_to_the_same_page_are_jumps() -> None:
    (link,) = inlines('<a href="https://arxiv.org/html/2608.00001v2#S3.E1">1</a>')
    assert (link.kind, link.target) == (InlineKind.JUMP, "S3.E1")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//u@h/", ""]
)
def test_links_that_are_not_safe_are_words(address: str) -> None:
    assert inlines(f'<a href="{address}">go</a>') == (Inline("go"),)


def test_nothing_is_run_and_nothing_but_text_is_taken() -> None:
    found = parsed(
        "<script>alert(1)</script><style>p{}</style><iframe src=x>no</iframe><svg><text>no</text></svg>"
        "<noscript>no</noscript><template>no</template><form>no</form><p onclick='x()' hidden>no</p>"
        "<p>yes&#27;[31m&#x202e;</p><img src='data:image/png;base64,AA=='>"
    )
    words, picture = found.blocks
    assert words == Paragraph((Inline("yes[31m"),))
    assert isinstance(picture, Figure)
    assert picture.pictures[0].address is None


def test_equations_with_their_numbers() -> None:
    display = only(equation("a=%\nb", "3", "S2.E3"))
    assert isinstance(display, Display)
    assert display.anchor == "S2.E3"
    assert [(row.cells, row.number) for row in display.rows] == [(("a=b",), "3")]


def test_aligned_equations_are_rows_of_cells() -> None:
    rows = "".join(
        f'<tbody id="E{n}"><tr class="ltx_eqn_row"><td class="ltx_eqn_cell ltx_eqn_center_padleft"></td>'
        f'<td class="ltx_td ltx_eqn_cell">{left}</td><td class="ltx_td ltx_eqn_cell">{math("=b")}</td>'
        f'<td class="ltx_eqn_cell ltx_eqn_eqno"><span>(2{letter})</span></td></tr></tbody>'
        for n, letter, left in ((1, "a", math(r"\displaystyle a")), (2, "b", ""))
    )
    display = only(f'<table id="G1" class="ltx_equationgroup ltx_eqn_table">{rows}</table>')
    assert isinstance(display, Display)
    assert [(row.cells, row.number, row.anchor) for row in display.rows] == [
        (("a", "=b"), "2a", "E1"),
        (("", "=b"), "2b", "E2"),
    ]
    assert parsed(para("x") + f'<table id="G1" class="ltx_eqn_table">{rows}</table>').anchors() == {
        "G1": 1,
        "E1": 1,
        "E2": 1,
    }


@pytest.mark.parametrize(
    ("source", "tex"),
    [
        (
            '<math><semantics><mi>x</mi><annotation encoding="application/x-tex">x_{1}</annotation></semantics></math>',
            "x_{1}",
        ),
        ("<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>", r"\frac{a}{2}"),
        ("<math><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></math>", "{x}_{i}^{2}"),
        ("<math><msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt></math>", r"\sqrt{x + 1}"),
        ("<math><mover><mi>x</mi><mo>^</mo></mover></math>", r"\hat{x}"),
        ("<math><mfrac><mi>a</mi></mfrac></math>", "a"),
        (
            "<math><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable></math>",
            r"\begin{matrix}1&2\end{matrix}",
        ),
        ("<math><mi>a</mi><bogus>or b</bogus><mfrac></mfrac></math>", r"a \text{or b}"),
        ("<math><mi>sin</mi><mtext>if {x}</mtext></math>", r"\operatorname{sin} \text{if \{x\}}"),
    ],
)
def test_formulas_without_tex_are_made_from_what_is_seen(source: str, tex: str) -> None:
    assert inlines(source) == (Inline(tex, InlineKind.MATH),)


def test_lists_in_lists() -> None:
    listing = only(
        '<ul class="ltx_itemize"><li class="ltx_item" id="i1"><span class="ltx_tag ltx_tag_item">•</span>'
        f"{para('one')}<ol><li>{para('two')}</li></ol></li></ul>"
    )
    assert isinstance(listing, Listing)
    (item,) = listing.items
    assert (joined(item.label), item.anchor) == ("•", "i1")
    inner = item.blocks[1]
    assert isinstance(inner, Listing)
    assert joined(inner.items[0].label) == "1."


def test_a_description_list_and_a_quote() -> None:
    listing, quote = parsed(
        f"<dl><dt>Case</dt><dd>{para('upper')}</dd></dl><blockquote>{para('words')}</blockquote>"
    ).blocks
    assert isinstance(listing, Listing)
    assert listing.described
    assert joined(listing.items[0].label) == "Case"
    assert quote == Quote((Paragraph((Inline("words"),)),))


def test_a_table_keeps_its_header_spans_and_rules() -> None:
    body = (
        '<figure id="T1" class="ltx_table"><figcaption><span class="ltx_tag">Table 1: </span>Errors.</figcaption>'
        '<table class="ltx_tabular"><thead><tr><th rowspan="2">A</th><th colspan="2" class="ltx_align_center">B</th></tr>'
        '<tr><th class="ltx_border_t">C</th><th>D</th></tr></thead>'
        '<tbody><tr><td>1</td><td class="ltx_align_right">2</td><td>3</td></tr></tbody></table></figure>'
    )
    found = only(body)
    assert isinstance(found, Table)
    assert (found.label, joined(found.caption), found.anchor, found.head) == ("Table 1", "Errors.", "T1", 2)
    assert [len(row) for row in found.rows] == [2, 2, 3]
    assert (found.rows[0][0].down, found.rows[0][1].across, found.rows[2][1].align) == (2, 2, "right")
    assert found.rules == {1}


def test_figures_with_their_parts() -> None:
    body = (
        '<figure id="F2" class="ltx_figure"><figure id="F2.sf1"><img src="gate.png" alt="Refer to caption">'
        '<figcaption><span class="ltx_tag">(a) </span>Gate</figcaption></figure><img src="../up.png" alt="A gull">'
        '<figcaption><span class="ltx_tag">Figure 2: </span>Both.</figcaption></figure>'
    )
    found = only(body)
    assert isinstance(found, Figure)
    assert (found.label, joined(found.caption), found.anchor) == ("Figure 2", "Both.", "F2")
    first, second = found.pictures
    assert (first.address, first.label, joined(first.caption), first.anchor) == (
        f"{ADDRESS}/gate.png",
        "(a)",
        "Gate",
        "F2.sf1",
    )
    assert (second.address, joined(second.caption)) == ("https://arxiv.org/html/up.png", "A gull")


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("/html/2608.00001v2/", "https://arxiv.org/html/2608.00001v2/x1.png"),
        ("https://elsewhere.example/", "https://arxiv.org/html/2608.00001/x1.png"),
        ("javascript:x", "https://arxiv.org/html/2608.00001/x1.png"),
    ],
)
def test_pictures_are_where_the_page_says_if_that_is_on_its_host(base: str, address: str) -> None:
    whole = page(para("x") + "<img src=x1.png>").replace(b"<title>", f'<base href="{base}"><title>'.encode())
    picture = parse_latexml(whole, ADDRESS).blocks[1]
    assert isinstance(picture, Figure)
    assert picture.pictures[0].address == address


def test_programs_and_algorithms_keep_their_blanks() -> None:
    program, algorithm, verbatim = parsed(
        '<div class="ltx_listing ltx_lst_language_Python"><div class="ltx_listing_data"><a href="data:,x">⬇</a></div>'
        '<div class="ltx_listingline"><span class="ltx_tag ltx_tag_listingline">1</span><span>def</span>'
        '<span class="ltx_lst_space"> </span><span>f():</span></div>'
        '<div class="ltx_listingline"><span class="ltx_lst_space">    </span><span>"a<span>␣</span>b"</span></div></div>'
        '<figure class="ltx_float_algorithm" id="alg1"><figcaption><span class="ltx_tag">Algorithm 1</span> Ask</figcaption>'
        f'<div class="ltx_listing"><div class="ltx_listingline"><span class="ltx_tag ltx_tag_listingline">1:</span>'
        f"\xa0\xa0\xa0<b>if</b> {math('k')}\n</div></div></figure>"
        "<pre>\n  a\n\tb  c\n</pre>"
    ).blocks
    assert isinstance(program, Code)
    assert (program.language, [joined(line) for line in program.lines]) == (
        "Python",
        ["def f():", '    "a b"'],
    )
    assert isinstance(algorithm, Code)
    assert (algorithm.label, joined(algorithm.caption), algorithm.anchor) == ("Algorithm 1", "Ask", "alg1")
    assert [joined(line) for line in algorithm.lines] == ["  1:   if k"]
    assert isinstance(verbatim, Code)
    assert [joined(line) for line in verbatim.lines] == ["  a", "    b  c"]


def test_theorems_and_proofs() -> None:
    theorem, proof = parsed(
        '<div id="Th1" class="ltx_theorem ltx_theorem_lemma"><h6 class="ltx_title ltx_runin">Lemma 1.</h6>'
        f'{para("It holds.")}</div><div class="ltx_proof"><h6 class="ltx_title">Proof.</h6>{para("Look.")}</div>'
    ).blocks
    assert theorem == Theorem((Inline("Lemma 1."),), (Paragraph((Inline("It holds."),)),), "lemma", "Th1")
    assert isinstance(proof, Theorem)
    assert proof.kind == "proof"


def test_footnotes_stand_at_the_end() -> None:
    found = parsed(
        para(
            'Here<span id="fn1" class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup>'
            '<span class="ltx_note_outer"><span class="ltx_note_content"><sup class="ltx_note_mark">1</sup>'
            '<span class="ltx_tag ltx_tag_note">1</span>There.</span></span></span>.'
        )
        + para("More.")
    )
    assert found.blocks[0] == Paragraph(
        (Inline("Here"), Inline("1", InlineKind.NOTE, target="fn1"), Inline("."))
    )
    assert found.blocks[2] == Footnote("1", (Paragraph((Inline("There."),)),), "fn1")
    assert found.target("fn1") == found.blocks[2]


def test_references_name_papers_of_arxiv() -> None:
    first, second = parsed(
        '<section id="bib" class="ltx_bibliography"><ul class="ltx_biblist">'
        '<li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag ltx_tag_bibitem">[1]</span>'
        '<span class="ltx_bibblock">A. <em>B</em>. <a href="https://arxiv.org/abs/2608.01234v2">link</a></span></li>'
        '<li id="bib.bib2" class="ltx_bibitem"><span class="ltx_bibblock">C, arXiv:math/0611800.</span></li></ul></section>'
    ).blocks
    assert isinstance(first, Reference)
    assert isinstance(second, Reference)
    assert (first.label, joined(first.content), first.anchor, first.paper) == (
        "[1]",
        "A. B. link",
        "bib.bib1",
        "2608.01234",
    )
    assert (second.label, second.paper) == ("", "math/0611800")


def test_a_page_that_is_cut_is_read_as_far_as_it_goes() -> None:
    whole = page(section(1, para("One.") + para("Two " * 50)))
    found = parse_latexml(whole[: whole.index(b"Two") + 40])
    assert "ends in the middle" in found.notices[0]
    assert isinstance(found.blocks[-1], Paragraph)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><body><h1>Log in</h1><p>Please</p></body></html>", b"%PDF-1.4", b'{"error": 1}', page("")],
)
def test_what_is_no_paper_is_refused(content: bytes) -> None:
    with pytest.raises(FormatError, match=r"(?i)page"):
        parse_latexml(content)


def test_what_is_too_large_is_refused_at_once() -> None:
    begun = time.process_time()
    with pytest.raises(FormatError, match="too large"):
        parse_latexml(b"x" * (SIZE_LIMIT + 1))
    with pytest.raises(FormatError, match="tags"):
        parse_latexml(b"<b>" * 2_000_001)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "opening",
    [
        "<div>",
        "<span>",
        "<b>",
        "<ul><li>",
        "<blockquote>",
        "<figure>",
        "<section>",
        "<table><tr><td>",
        '<div class="ltx_theorem">',
        '<span class="ltx_note ltx_role_footnote"><span class="ltx_note_content">',
        "<span><img src=a.png>",
        '<span class="ltx_itemize"><span class="ltx_item">',
        '<span class="ltx_tabular"><span class="ltx_tr"><span class="ltx_td">',
        '<svg class="ltx_picture"><foreignObject>' + "word " * 30,
    ],
)
def test_what_is_nested_deep_is_still_read(opening: str) -> None:
    begun = time.process_time()
    found = parsed("<p>begin</p><p>" + opening * 10_000 + "deep")
    assert found.blocks[0] == Paragraph((Inline("begin"),))
    assert time.process_time() - begun < 10


def test_formulas_nested_deep_are_bounded() -> None:
    assert parsed("<p>x</p><math>" + "<mrow>" * 10_000 + "<mi>x</mi>").blocks


def test_large_tables_are_cut_and_say_so() -> None:
    wide = table([["cell"] * 1_001, ["cell"] * 1_001])
    found = parsed(wide)
    (block,) = found.blocks
    assert isinstance(block, Table)
    assert len(block.rows[0]) == 1_000
    assert "1,001 columns" in found.notices[0]
    high = parsed(table([["a", "b"]] * (CELLS // 2 + 10)))
    assert "cells" in high.notices[0]


def test_cells_that_claim_to_be_huge_are_small() -> None:
    cells = "<td colspan=99999 rowspan=99999>x</td>" * 50
    block = only(f"<table>{f'<tr>{cells}</tr>' * 50}</table>")
    assert isinstance(block, Table)
    assert sum(cell.across * cell.down for row in block.rows for cell in row) < 200_000
