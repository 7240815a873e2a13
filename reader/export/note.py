"""One Markdown note for each paper, as Obsidian and its kin keep them: front matter, the paper, the person's own text.

A note is written anew with every export, but for what stands below its marker, and for keys of the front matter
that are not ours: those are the person's.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reader.core.entry import Entry
from reader.core.identifier import is_local
from reader.core.prose import plain
from reader.export.key import citation_keys, year_of
from reader.export.label import abstract_of
from reader.export.markdown import escape, highlight_paragraphs, link
from reader.export.name import plain_name
from reader.export.record import full_record

MARKER = "<!-- Yours from here on: paper-reader keeps what stands below this line. -->"

_NAME_LIMIT = 100
"""Most bytes of the title in a file's name: with the rest it fits the 143 that encrypted folders allow."""

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f<>:\"/\\|?*#^\[\]%&{}$!'`@+=;~]+")
_KEY_LINE = re.compile(r"([^\s:#\"'\[\]{}-][^:\n]*?)\s*:(?:\s|$)")
_NO_TAG = re.compile(r"[^\w/-]+")
_TITLES = (
    ("PDF", "pdf_url"),
    ("Hugging Face", "huggingface_url"),
    ("code", "github"),
    ("project", "project"),
)
_OURS = frozenset(
    [
        "id",
        "title",
        "authors",
        "year",
        "published",
        "citekey",
        "categories",
        "keywords",
        "doi",
        "url",
        "pdf",
        "code",
        "read",
        "bookmarked",
        "queued",
        "rating",
        "read_on",
        "colour",
    ]
)
"""Keys of the front matter that are the program's even when it has nothing to say; tags may be the person's."""
_FACTS = ("read", "bookmarked", "queued", "rating", "read_on", "colour")


@dataclass(frozen=True, slots=True)
class Note:
    """A file for one paper."""

    name: str
    """Its name, good on every file system."""
    ending: str
    """How the name ends, whatever the paper's title was when it was written first."""
    text: str
    """The whole of a new file."""

    def merged_with(self, existing: str) -> str | None:
        """Return the text with what is the person's in the file's `existing` one; `None` where its marker is gone."""
        before, marker, own = existing.partition(MARKER)
        if not marker:
            return None
        head, body = _front_matter(self.text)
        ours = _keys(head)
        old_head, _ = _front_matter(before.replace("\r\n", "\n"))
        kept = [lines for key, lines in _keys(old_head).items() if key not in ours and key not in _OURS]
        top = "".join([*ours.values(), *kept])
        front = f"---\n{top}---\n" if top else ""
        return f"{front}{body.partition(MARKER)[0]}{MARKER}{own}"


def notes(entries: Sequence[Entry]) -> Iterator[Note]:
    """Yield the note of each paper, in the order given."""
    keys = citation_keys(entries)
    for entry in {entry.id: entry for entry in entries}.values():
        yield note(entry, f"{_head(entry, keys[entry.id])}{_body(entry)}")


def note(entry: Entry, text: str) -> Note:
    """Return the file that holds `text` and, below the marker, room for the person's own."""
    ending = f" ({entry.id.replace('/', '-')}).md"
    text = text.replace(MARKER, "").rstrip()
    return Note(f"{_safe(plain(entry.paper.title))}{ending}", ending, f"{text}\n\n{MARKER}\n")


def render(entries: Sequence[Entry]) -> str:
    """Return all notes one after the other."""
    return "\n".join(each.text for each in notes(entries)) or "\n"


def yaml(value: object) -> str:
    """Return a value as YAML in one line; JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)


def tag_of(text: str) -> str:
    """Return a tag as Obsidian takes it: letters, digits, `-`, `_` and `/`, and not digits alone."""
    tag = _NO_TAG.sub("-", text).strip("-/")
    return f"t{tag}" if tag.isdigit() else tag


def _safe(title: str) -> str:
    """Return a title as a part of a file's name."""
    bare = " ".join(_UNSAFE.sub(" ", unicodedata.normalize("NFC", title)).split()).lstrip(".")
    return bare.encode()[:_NAME_LIMIT].decode(errors="ignore").strip(" .") or "Untitled"


def _head(entry: Entry, key: str) -> str:
    paper = entry.paper
    record = full_record(entry)
    values: dict[str, Any] = {
        "id": paper.id,
        "title": plain(paper.title),
        "authors": list(map(plain_name, paper.authors)),
        "year": year_of(paper),
        "published": record["published"],
        "citekey": key,
        "categories": list(paper.categories),
        "keywords": list(paper.keywords),
        "doi": paper.doi,
        "url": paper.url,
        "pdf": paper.pdf_url,
        "code": paper.github,
        "tags": [tag for text in entry.mark.tags if (tag := tag_of(text))],
        **{name: record.get(name) for name in _FACTS},
    }
    lines = [f"{name}: {yaml(value)}\n" for name, value in values.items() if value not in (None, [], "")]
    return f"---\n{''.join(lines)}---\n"


def _body(entry: Entry) -> str:
    paper, mark = entry.paper, entry.mark
    paragraphs = [f"# {escape(plain(paper.title))}", escape(", ".join(map(plain_name, paper.authors)))]
    links = [link(title, address) for title, name in _TITLES if (address := getattr(paper, name))]
    if not is_local(paper.id):
        links.insert(0, link(f"arXiv:{paper.id}", paper.url))
    paragraphs.append(" · ".join(links))
    if abstract := abstract_of(paper):
        paragraphs += [
            "## Abstract",
            *(escape(" ".join(part.split())) for part in plain(abstract).split("\n\n")),
        ]
    if mark.note:
        paragraphs += ["## Note", mark.note]
    if entry.highlights:
        paragraphs += ["## Highlights", *highlight_paragraphs(entry.highlights)]
    return "\n" + "\n\n".join(filter(None, paragraphs)) + "\n"


def _front_matter(text: str) -> tuple[str, str]:
    """Return the lines between the first two `---`, and what follows."""
    if not text.startswith("---\n"):
        return "", text
    end = text.find("\n---\n", 3)
    return (text[4 : end + 1], text[end + 5 :]) if end >= 0 else ("", text)


def _keys(head: str) -> dict[str, str]:
    """Return the lines of each key of a front matter, those before the first under an empty one."""
    found: dict[str, str] = {}
    key = ""
    for line in head.splitlines(keepends=True):
        if begun := _KEY_LINE.match(line):
            key = begun[1]
        found[key] = found.get(key, "") + line
    return found
