"""The one table of what papers can be exported to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Final

from reader.core.entry import Entry
from reader.core.errors import UsageError
from reader.core.note_file import NoteFile

Render = Callable[[Sequence[Entry]], str]


Notes = Callable[[Sequence[Entry]], Iterable[NoteFile]]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name on the command line, its title for people, and the pure function that writes it."""

    name: str
    title: str
    suffix: str
    """How its files end, with the dot."""
    render: Render
    """Return the whole file for these entries; lines end in "\\n", the last one too."""
    notes: Notes | None = None
    """Return a file for each entry, for formats that fill a folder; their suffix is empty."""

    def with_byte_order_mark(self) -> "Format":
        """Return the format with the mark by which old spreadsheets know UTF-8; `UsageError` where it would do harm."""
        if self.name != "csv":
            raise UsageError(f"A byte order mark is for CSV; {self.title} is read without one.")
        return replace(self, render=lambda entries: f"\ufeff{self.render(entries)}")

    def with_template(self, text: str, name: str) -> "Format":
        """Return the format with the template `text` of the file `name`.

        `UsageError` where the format has none, `FormatError` that names the line of what is wrong in the template.
        """
        from reader.export.template import Template

        if self.name not in ("markdown", "obsidian"):
            raise UsageError(f"{self.title} has no templates; they are for markdown and obsidian.")
        template = Template(text, name)
        return replace(self, render=template.render, notes=template.notes if self.notes else None)


def _from(module: str, function: str = "render") -> Render:
    """Return a function that loads the format's module when it is first called."""

    def render(entries: Sequence[Entry]) -> str:
        rendered: Render = getattr(import_module(f"reader.export.{module}"), function)
        return rendered(entries)

    return render


def _notes(entries: Sequence[Entry]) -> Iterable[NoteFile]:
    from reader.export.note import notes

    return notes(entries)


_FORMATS = (
    Format("bibtex", "BibTeX", ".bib", _from("bibtex")),
    Format("ris", "RIS (Zotero, EndNote)", ".ris", _from("ris")),
    Format("csl-json", "CSL-JSON (pandoc, Zotero)", ".csl.json", _from("csl")),
    Format("markdown", "Markdown list", ".md", _from("markdown")),
    Format("obsidian", "Markdown notes, a folder (Obsidian)", "", _from("note"), _notes),
    Format("html", "Web page", ".html", _from("html")),
    Format("csv", "CSV table", ".csv", _from("table")),
    Format("json", "JSON", ".json", _from("record", "render_array")),
    Format("jsonl", "JSON Lines", ".jsonl", _from("record", "render_lines")),
)

FORMATS: Final[Mapping[str, Format]] = MappingProxyType({each.name: each for each in _FORMATS})
"""Every format by its name, in the order in which they are offered."""


def format_for_path(path: Path) -> Format | None:
    """Return the format whose suffix the file's name has, the longest one first, or `None`."""
    name = path.name.lower()
    fitting = [each for each in _FORMATS if each.suffix and name.endswith(each.suffix)]
    return max(fitting, key=lambda each: len(each.suffix), default=None)
