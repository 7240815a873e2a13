"""The tables of a LaTeXML page: those of data, and those in which it sets equations."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from reader.core.document import Cell, Display, Equation, Table
from reader.document.latexml_inline import InlineReader, anchor_of, attribute, tex
from reader.document.latexml_tag import classes_of, elements_of, tag_of
from reader.document.tidy import clean_text, plain, tidy

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

COLUMNS: Final = 1_000
CELLS: Final = 100_000
"""Most cells of a table; what is beyond is left out."""

_BRACKETS: Final = re.compile(r"^\s*\(?(.*?)\)?\s*$", re.DOTALL)


def is_equation(classes: frozenset[str]) -> bool:
    """Tell whether a table only sets mathematics."""
    return bool(
        classes & {"ltx_equation", "ltx_equationgroup", "ltx_eqn_table", "ltx_eqn_align", "ltx_eqn_gather"}
    )


def rows_of(table: "LexborNode") -> "Iterator[tuple[LexborNode, LexborNode]]":
    """Yield the rows of a table, not those of tables in it, each with the element that it is in."""
    for tag, part in elements_of(table):
        if tag in ("thead", "tbody", "tfoot"):
            for inner, row in elements_of(part):
                if inner == "tr":
                    yield row, part
                elif inner == "tbody":
                    yield from ((innermost, row) for kind, innermost in elements_of(row) if kind == "tr")
        elif tag == "tr":
            yield part, table


def read_display(table: "LexborNode") -> Display | None:
    """Return a table of equations; `None` where there is none in it."""
    rows = list(rows_of(table))
    own = anchor_of(table)
    found: list[Equation] = []
    for row, part in rows:
        cells, number = _equation(row)
        if any(cells):
            anchor = anchor_of(row) or (anchor_of(part) if part.tag == "tbody" else None)
            found.append(Equation(tuple(cells), number, anchor))
    if not found:
        found = [Equation((source,)) for node in table.css("math") if (source := tex(node))]
    if not found:
        return None
    if len(found) == 1:
        first = next((cell for cell in found[0].cells if cell), "") if _only(found[0].cells) else None
        cells_of_one = (first,) if first is not None else found[0].cells
        found = [Equation(cells_of_one, found[0].number, found[0].anchor if found[0].anchor != own else None)]
    return Display(tuple(found), own)


def _only(cells: tuple[str, ...]) -> bool:
    return sum(map(bool, cells)) == 1


def _equation(row: "LexborNode") -> tuple[list[str], str]:
    cells: list[str] = []
    number = ""
    for cell in row.iter():
        classes = classes_of(cell)
        if "ltx_eqn_eqno" in classes:
            number = _BRACKETS.sub(r"\1", clean_text(cell.text()).strip())[:40]
        elif not classes & {"ltx_eqn_center_padleft", "ltx_eqn_center_padright", "ltx_eqn_left_padleft"}:
            cells.append(_formula(cell))
    while cells and not cells[-1]:
        cells.pop()
    return cells, number


def _formula(cell: "LexborNode") -> str:
    """Return the mathematics of a cell; words between formulas become text."""
    parts: list[str] = []
    for node in cell.traverse(include_text=True):
        if node.tag == "math":
            parts.append(tex(node))
        elif (
            node.tag == "-text"
            and not _in_math(node, cell)
            and (words := clean_text(node.text_content or "").strip())
        ):
            parts.append("\\text{ " + re.sub(r"[\\{}$]", "", words) + " }")
    return " ".join(filter(None, parts))


def _in_math(node: "LexborNode", cell: "LexborNode") -> bool:
    parent = node.parent
    for _ in range(100):
        if parent is None or parent.mem_id == cell.mem_id:
            return False
        if parent.tag == "math":
            return True
        parent = parent.parent
    return True


def read_table(
    table: "LexborNode", inline: InlineReader, anchor: str | None = None
) -> tuple[Table | None, str]:
    """Return a table of data, and a sentence where not all of it could be kept; `None` for one without a word."""
    rows: list[tuple[Cell, ...]] = []
    rules: set[int] = set()
    head = count = 0
    room = CELLS
    notice = ""
    for row, part in rows_of(table):
        cells = [node for tag, node in elements_of(row) if tag in ("td", "th")]
        if len(cells) > COLUMNS:
            notice = f"A table has {len(cells):,} columns; {COLUMNS:,} are shown."
        if count + len(cells) > CELLS:
            notice = f"A table has more than {CELLS:,} cells; the first ones are shown."
            break
        if rows and any(_is_ruled(node) for node in cells):
            rules.add(len(rows))
        row_cells = [_cell(node, inline) for node in cells[:COLUMNS]]
        # Cells that claim to cover more than any table has cover themselves only.
        room -= sum(cell.across * cell.down for cell in row_cells)
        rows.append(tuple(row_cells if room > 0 else [replace(cell, across=1, down=1) for cell in row_cells]))
        count += len(cells)
        if tag_of(part, classes_of(part)) == "thead":
            head = len(rows)
    if not head and rows and len(rows) > 1 and _is_head(table):
        head = 1
    if not any(plain(cell.content) for row in rows for cell in row):
        return None, notice
    return Table(tuple(rows), head, frozenset(rules), anchor=anchor or anchor_of(table)), notice


def _is_head(table: "LexborNode") -> bool:
    """Tell whether every cell of the first row says that it heads a column."""
    row = next((row for row, _ in rows_of(table)), None)
    if row is None:
        return False
    cells = [(tag, node) for tag, node in elements_of(row) if tag in ("td", "th")]
    return bool(cells) and all(tag == "th" or not node.text().strip() for tag, node in cells)


def _is_ruled(cell: "LexborNode") -> bool:
    return not classes_of(cell).isdisjoint(("ltx_border_t", "ltx_border_tt"))


def _cell(node: "LexborNode", inline: InlineReader) -> Cell:
    classes = classes_of(node)
    align: Literal["left", "center", "right"] = "left"
    if "ltx_align_right" in classes:
        align = "right"
    elif "ltx_align_center" in classes:
        align = "center"
    content = tidy(inline.read(node.iter(include_text=True)))
    return Cell(content, align, _covered(node, classes, "colspan"), _covered(node, classes, "rowspan"))


def _covered(node: "LexborNode", classes: frozenset[str], name: str) -> int:
    """Return how many columns or rows a cell covers; on spans only a class tells."""
    text = attribute(node, name)
    if not text:
        text = next((c.rpartition("_")[2] for c in classes if c.startswith(f"ltx_{name}_")), "")
    return max(1, min(int(text), COLUMNS)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
