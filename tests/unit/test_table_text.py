"""Tables as lines that are drawn when asked for, and as text for other programs."""

import csv

import pytest
from rich.style import Style

from reader.core.document import Cell, Document, Inline, InlineKind, Paragraph, Table, Theorem, tables_of
from reader.document.flow import Flow
from reader.document.layout import lay_out
from reader.document.table_text import cell_texts, to_csv
from reader.document.tidy import plain
from reader.ui.widgets.text_line import strip_of


def cell(text: str, **fields: int) -> Cell:
    return Cell((Inline(text),) if text else (), **fields)  # type: ignore[arg-type]


SPANNED = Table(
    (
        (cell("model", down=2), cell("error", across=2)),
        (cell("mean"), cell("worst")),
        (cell("gate"), cell("4.1"), cell("9")),
    ),
    head=2,
    label="Table 1",
)


def test_cells_that_cover_several_places_stand_in_the_first() -> None:
    assert cell_texts(SPANNED, plain) == [["model", "error", ""], ["", "mean", "worst"], ["gate", "4.1", "9"]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.1", "4.1"),
        ("−3.2", "-3.2"),
        ("-3.2 %", "-3.2 %"),
        ("22.7 ± 0.4", "22.7 ± 0.4"),
        ("𝟐𝟐.𝟕 ± 𝟎.𝟒", "22.7 ± 0.4"),
        ("+1", "+1"),
        ("=1+2", "'=1+2"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("@sum", "'@sum"),
        ("'=x", "''=x"),
        ('a "b", c', 'a "b", c'),
    ],
)
def test_values_are_what_a_spreadsheet_reads_and_never_runs(text: str, value: str) -> None:
    assert list(csv.reader([to_csv(Table(((cell(text), cell("x")),)))])) == [[value, "x"]]


def test_formulas_are_readable_values() -> None:
    assert to_csv(Table(((Cell((Inline(r"-3.2", InlineKind.MATH),)), cell("")),))) == "-3.2,\n"


def test_tables_in_other_blocks_are_found() -> None:
    inner = Theorem((), (Paragraph((Inline("a"),)), SPANNED))
    assert list(tables_of(inner)) == [SPANNED]
    assert list(tables_of(Paragraph(()))) == []


def test_lines_are_drawn_when_asked_for_and_are_the_same() -> None:
    rows = tuple(tuple(cell(f"{y}.{x} " * (1 + (x + y) % 4)) for x in range(6)) for y in range(30))
    table = Table(
        ((cell("a", across=3), cell("b"), cell("c", across=2)), *rows), 1, caption=(Inline("Many."),)
    )
    flow = Flow(Document((Paragraph((Inline("before"),)), table)), 60)
    lines = flow.block(1)
    assert [line.text for line in lines][1:] == [line.text for line in lay_out(table, 60)]
    assert lines[-1] == lines[len(lines) - 1] == lines[len(lines) - 1 :][0]
    assert lines[-1].text.startswith("└")
    with pytest.raises(IndexError):
        lines[len(lines)]


def test_the_header_of_a_table_is_known() -> None:
    flow = Flow(Document((Paragraph((Inline("before"),)), SPANNED, Table(((cell("a"),),), 1))), 60)
    header = [line.text for line in flow.block(1)[flow.header(1).start : flow.header(1).stop]]
    assert "model" in header[0]
    assert "worst" in header[-2]
    assert header[-1].startswith("├")
    assert not flow.header(0)
    assert not flow.header(2)  # there is nothing below it


@pytest.mark.parametrize("shift", [0, 1, 7, 40, 500])
def test_only_what_is_seen_of_a_wide_line_is_painted(shift: int) -> None:
    row = tuple(cell(f"column {number}" if number % 3 else "深い") for number in range(60))
    line = lay_out(Table((row,)), 80)[1]
    assert line.wide
    seen = strip_of(line, lambda name: Style(), window=(shift, shift + 80))
    assert seen.text == strip_of(line, lambda name: Style()).crop(shift, shift + 80).text
    assert len(list(seen)) < 40
