"""Tables, lists and figures that LaTeXML writes as spans, as it does inside running text; and drawings."""

from reader.core.document import (
    Block,
    Display,
    Document,
    Equation,
    Figure,
    Footnote,
    Listing,
    Paragraph,
    Quote,
    Table,
    joined,
)
from reader.document.latexml import parse_latexml
from tests.document_page import page, para

ADDRESS = "https://arxiv.org/html/2608.00001"
TABLE = (
    '<span class="ltx_tabular ltx_guessed_headers ltx_align_middle"><span class="ltx_thead">'
    '<span class="ltx_tr"><span class="ltx_td ltx_th ltx_th_column">Model</span>'
    '<span class="ltx_td ltx_align_center ltx_th ltx_colspan ltx_colspan_2">Score</span></span></span>'
    '<span class="ltx_tbody"><span class="ltx_tr"><span class="ltx_td ltx_border_t">Ours</span>'
    '<span class="ltx_td">1</span><span class="ltx_td">2</span></span></span></span>'
)


def parsed(body: str) -> Document:
    return parse_latexml(page(body), ADDRESS)


def only(body: str) -> Block:
    (block,) = parsed(body).blocks
    return block


def text_of(block: Block) -> str:
    assert isinstance(block, Paragraph)
    return joined(block.content)


def test_a_scaled_table_is_a_table() -> None:
    block = only(
        '<figure id="S1.T1" class="ltx_table"><figcaption class="ltx_caption">'
        '<span class="ltx_tag ltx_tag_table">Table 1: </span>Scores.</figcaption>'
        '<div class="ltx_inline-block ltx_transformed_outer"><span class="ltx_transformed_inner">'
        f'<span class="ltx_p">{TABLE}</span></span></div></figure>'
    )
    assert isinstance(block, Table)
    assert (block.label, block.head, block.rules, block.anchor) == ("Table 1", 1, frozenset({1}), "S1.T1")
    assert [[(joined(cell.content), cell.across) for cell in row] for row in block.rows] == [
        [("Model", 1), ("Score", 2)],
        [("Ours", 1), ("1", 1), ("2", 1)],
    ]


def test_lines_in_a_cell_are_apart() -> None:
    inner = TABLE.replace("ltx_guessed_headers", "")
    block = only(f'<table class="ltx_tabular"><tr><td>{inner}</td></tr></table>')
    assert isinstance(block, Table)
    assert joined(block.rows[0][0].content) == "Model Score Ours 1 2"


def test_a_list_in_a_footnote_is_one() -> None:
    items = "".join(
        f'<span class="ltx_item"><span class="ltx_tag ltx_tag_item">{sign}</span>'
        f'<span class="ltx_para"><span class="ltx_p">{word}</span></span></span>'
        for sign, word in (("(i)", "ebb"), ("(ii)", "flow"))
    )
    body = (
        'Tides<span class="ltx_note ltx_role_footnote"><span class="ltx_note_content">'
        f'<span class="ltx_enumerate">{items}</span></span></span> turn.'
    )
    note = parsed(para(body)).blocks[-1]
    assert isinstance(note, Footnote)
    (listing,) = note.blocks
    assert isinstance(listing, Listing)
    assert [(joined(item.label), text_of(item.blocks[0])) for item in listing.items] == [
        ("(i)", "ebb"),
        ("(ii)", "flow"),
    ]


def test_an_equation_and_a_quotation_are_what_they_are() -> None:
    display, quote = parsed(
        '<span id="S1.E1" class="ltx_equation ltx_eqn_table"><span class="ltx_equation ltx_eqn_row">'
        '<span class="ltx_eqn_cell"><math alttext="a=b"></math></span>'
        '<span class="ltx_eqn_cell ltx_eqn_eqno"><span class="ltx_tag">(1)</span></span></span></span>'
        '<span class="ltx_quote"><span class="ltx_p">Patience.</span></span>'
    ).blocks
    assert display == Display((Equation(("a=b",), "1"),), "S1.E1")
    assert isinstance(quote, Quote)


def test_paragraphs_and_parts_of_a_reference_do_not_run_together() -> None:
    box = '<span class="ltx_inline-block"><span class="ltx_p">Ebb.</span><span class="ltx_p">Flow.</span></span>'
    assert text_of(only(para(f"Before {box} after"))) == "Before Ebb. Flow. after"


def drawing(*texts: str) -> str:
    parts = "".join(f"<foreignObject><span>{text}</span></foreignObject>" for text in texts)
    return f'<svg class="ltx_picture"><g><text>no</text>{parts}</g></svg>'


def test_a_sign_in_a_frame_stays_in_its_line() -> None:
    assert text_of(only(para(f"Step {drawing('7')} follows."))) == "Step 7 follows."


def test_the_text_of_a_framed_box_is_read() -> None:
    prompt = "You are a harbour master, and you answer every question on the tide as shortly as can be. " * 2
    before, box, after = map(text_of, parsed(para(f"Before {drawing('Prompt', prompt)} after")).blocks)
    assert (before, box, after) == ("Before", prompt.strip(), "after")


def test_a_diagram_is_a_picture_without_an_address() -> None:
    block = only(
        f'<figure id="S1.F1" class="ltx_figure">{drawing("ebb", "flow")}<figcaption>'
        '<span class="ltx_tag">Figure 1: </span>Tides.</figcaption></figure>'
    )
    assert isinstance(block, Figure)
    assert [picture.address for picture in block.pictures] == [None]
    assert block.label == "Figure 1"


def test_a_picture_that_is_an_object_has_its_address() -> None:
    block = only('<object class="ltx_graphics" type="image/svg+xml" data="x1.svg">none</object>')
    assert isinstance(block, Figure)
    assert [picture.address for picture in block.pictures] == [f"{ADDRESS}/x1.svg"]


def test_classes_make_nothing_of_what_is_not_to_be_read() -> None:
    body = (
        '<script class="ltx_picture">bad()</script><object data="javascript:bad()">no</object><p>Tides.</p>'
    )
    assert text_of(only(body)) == "Tides."
