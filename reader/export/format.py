"""The one table of what papers can be exported to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Final

from reader.core.entry import Entry

Render = Callable[[Sequence[Entry]], str]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name on the command line, its title for people, and the pure function that writes it."""

    name: str
    title: str
    suffix: str
    """How its files end, with the dot."""
    render: Render
    """Return the whole file for these entries; lines end in "\\n", the last one too."""


def _from(module: str, function: str = "render") -> Render:
    """Return a function that loads the format's module when it is first called."""

    def render(entries: Sequence[Entry]) -> str:
        rendered: Render = getattr(import_module(f"reader.export.{module}"), function)
        return rendered(entries)

    return render


_FORMATS = (
    Format("bibtex", "BibTeX", ".bib", _from("bibtex")),
    Format("ris", "RIS (Zotero, EndNote)", ".ris", _from("ris")),
    Format("csl-json", "CSL-JSON (pandoc, Zotero)", ".csl.json", _from("csl")),
    Format("markdown", "Markdown list", ".md", _from("markdown")),
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
    fitting = [each for each in _FORMATS if name.endswith(each.suffix)]
    return max(fitting, key=lambda each: len(each.suffix), default=None)
