"""Pages as LaTeXML writes them, made up for tests and benchmarks."""

import html
import math as numbers
import struct
import zlib
from collections.abc import Callable
from typing import Final

_WORDS: Final = (
    "the gradient of a small harbour is measured twice and the level of the tide once more by night"
)
_TEX: Final = (
    r"\sum_{i=1}^{n}\frac{i^{2}}{\sqrt{i+1}}",
    r"g_{t}\in[0,1]",
    r"\mathcal{O}(n\log n)",
    r"\left(\frac{a}{b}\right)^{2}",
    r"x_{1},\dots,x_{T}\in\mathbb{R}^{d}",
)


def page(body: str, title: str = "Tides", authors: tuple[str, ...] = ("Ida Farrow",)) -> bytes:
    """Return a page with a body, a title and authors."""
    names = "".join(f'<span class="ltx_personname">{html.escape(name)}</span>' for name in authors)
    return (
        "<!DOCTYPE html><html><head><title>x</title></head><body><nav class='ltx_page_navbar'>menu</nav>"
        '<div class="ltx_page_main"><div class="ltx_page_content"><article class="ltx_document">'
        f'<h1 class="ltx_title ltx_title_document">{html.escape(title)}</h1>'
        f'<div class="ltx_authors">{names}</div>{body}</article></div>'
        '<footer class="ltx_page_footer">Generated</footer></div></body></html>'
    ).encode()


def section(number: int, body: str, title: str = "Model") -> str:
    """Return a section."""
    return (
        f'<section id="S{number}" class="ltx_section"><h2 class="ltx_title ltx_title_section">'
        f'<span class="ltx_tag ltx_tag_section">{number} </span>{title}</h2>{body}</section>'
    )


def para(body: str) -> str:
    """Return a paragraph."""
    return f'<div class="ltx_para"><p class="ltx_p">{body}</p></div>'


def math(tex: str, display: str = "inline", *, with_mathml: bool = False) -> str:
    """Return a formula; its MathML is as long as real ones."""
    inner = (
        "<semantics><mrow>" + "<mi id='a.b'>x</mi><mo>=</mo>" * 12 + "</mrow></semantics>"
        if with_mathml
        else ""
    )
    return f'<math class="ltx_Math" alttext="{html.escape(tex)}" display="{display}">{inner}</math>'


def equation(tex: str, number: str = "", anchor: str = "S1.E1", *, with_mathml: bool = False) -> str:
    """Return a displayed equation in the table that LaTeXML sets it in."""
    label = (
        f'<td class="ltx_eqn_cell ltx_eqn_eqno"><span class="ltx_tag ltx_tag_equation">({number})</span></td>'
        if number
        else ""
    )
    return (
        f'<table id="{anchor}" class="ltx_equation ltx_eqn_table"><tbody><tr class="ltx_equation ltx_eqn_row">'
        '<td class="ltx_eqn_cell ltx_eqn_center_padleft"></td><td class="ltx_eqn_cell ltx_align_center">'
        f'{math(tex, "block", with_mathml=with_mathml)}</td><td class="ltx_eqn_cell ltx_eqn_center_padright"></td>'
        f"{label}</tr></tbody></table>"
    )


def table(rows: list[list[str]], head: int = 1, caption: str = "") -> str:
    """Return a table of cells, in a figure where it has a caption."""
    parts = [
        f"<tr class='ltx_tr'>{''.join(f'<td class=ltx_td>{cell}</td>' for cell in row)}</tr>" for row in rows
    ]
    inner = f"<thead>{''.join(parts[:head])}</thead><tbody>{''.join(parts[head:])}</tbody>"
    whole = f'<table class="ltx_tabular">{inner}</table>'
    if not caption:
        return whole
    label = '<span class="ltx_tag ltx_tag_table">Table 1: </span>'
    return (
        f'<figure id="S1.T1" class="ltx_table"><figcaption class="ltx_caption">{label}{caption}</figcaption>'
        f"{whole}</figure>"
    )


def figure(source: str, caption: str = "", *, number: int = 1, size: tuple[int, int] | None = None) -> str:
    """Return a figure with one picture; `size` is what the page says of its pixels."""
    sides = f'width="{size[0]}" height="{size[1]}"' if size else ""
    return (
        f'<figure id="S1.F{number}" class="ltx_figure"><img src="{source}" class="ltx_graphics" {sides} '
        'alt="Refer to caption"><figcaption class="ltx_caption"><span class="ltx_tag ltx_tag_figure">'
        f"Figure {number}: </span>{caption}</figcaption></figure>"
    )


def png(width: int, height: int, colour: Callable[[int, int], tuple[int, int, int]] | None = None) -> bytes:
    """Return a picture, each pixel of the colour that there is at its place; a tide by default."""
    colour = colour or (lambda x, y: _tide(x / width, y / height))
    rows = b"".join(b"\0" + b"".join(bytes(colour(x, y)) for x in range(width)) for y in range(height))
    return png_of(width, height, zlib.compress(rows))


def png_of(width: int, height: int, packed: bytes) -> bytes:
    """Return a PNG file that says to be so large, with packed rows that may be less."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def _tide(x: float, y: float) -> tuple[int, int, int]:
    """Return the colour of a curve on white paper, with axes."""
    level = 0.5 - 0.3 * numbers.sin(9 * x)
    if abs(y - level) < 0.05:
        return 30, 90, 170
    return (90, 90, 90) if x < 0.015 or y > 0.97 else (255, 255, 255)


def thesis(sections: int, *, with_mathml: bool = True) -> bytes:
    """Return a long page with many formulas."""
    parts: list[str] = []
    for number in range(1, sections + 1):
        formulas = [math(_TEX[(number + k) % len(_TEX)], with_mathml=with_mathml) for k in range(4)]
        text = "".join(para(f"{_WORDS} {formula} {_WORDS}. {_WORDS} {_WORDS}.") for formula in formulas)
        tex = _TEX[number % len(_TEX)]
        shown = equation(tex, str(number), f"S{number}.E{number}", with_mathml=with_mathml)
        cells = [["model", "error"], ["tide table", "4.1"], ["gate", "3.2"]]
        parts.append(section(number, text + shown + table(cells), f"Part {number}"))
    return page("".join(parts))
