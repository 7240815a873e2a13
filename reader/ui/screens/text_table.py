"""Copying a table of a whole paper, for notes or for a spreadsheet."""

from typing import TYPE_CHECKING

from reader.core.document import Table, tables_of
from reader.document.table_text import to_csv
from reader.document.writing import block_lines
from reader.ui.screens.choice import Choice, ChoiceDialog

if TYPE_CHECKING:
    from reader.ui.screens.whole_text import TextScreen
    from reader.ui.widgets.document_view import DocumentView


def tables_in(view: "DocumentView") -> list[Table]:
    """Return the tables of which something is in view, from the top."""
    if view.document is None:
        return []
    places = dict.fromkeys(block for block, _, line in view.lines if line.segments)
    return [table for place in places for table in tables_of(view.document.blocks[place])]


def copy_table(screen: "TextScreen") -> None:
    """Ask how, and where there are several, which one."""
    tables = tables_in(screen.view)
    if not tables:
        screen.acknowledge(f"No table is in view; {screen.key_of('things')} goes to one.")
        return
    named = [(table.label or "The table", table) for table in tables]
    offers = [(name, table, form) for name, table in named for form in ("Markdown", "CSV")]

    def chosen(index: int | None) -> None:
        if index is not None:
            name, table, form = offers[index]
            text = to_csv(table) if form == "CSV" else "\n".join(block_lines(table)) + "\n"
            screen.app.copy_to_clipboard(text)
            screen.acknowledge(f"Copied: {name} as {form}, {len(table.rows):,} rows")

    choices = [
        Choice(form[0].lower() if len(tables) == 1 else "", f"{name} as {form}", _size(table))
        for name, table, form in offers
    ]
    screen.app.push_screen(ChoiceDialog("Copy", choices), chosen)


def _size(table: Table) -> str:
    columns = max((sum(cell.across for cell in row) for row in table.rows), default=0)
    return f"{len(table.rows):,} × {columns:,}"
