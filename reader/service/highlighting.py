"""The use cases of highlighted passages: keeping one with a note, changing the note, taking it away."""

from collections.abc import Mapping, Sequence

from reader.core.entry import Entry
from reader.core.errors import UsageError
from reader.core.item import HIGHLIGHTS, ItemChange
from reader.core.passage import CONTEXT, QUOTE_LIMIT, Passage, passage_key, passages_by_paper
from reader.core.text import clean_line, clean_note
from reader.service.marking import Marking, Step

_BRIEF = 40
"""Longest quotation in a sentence, in characters."""


class Highlighting:
    """Highlights; every change blocks until it is on disk (else `StorageError`), and is undone like a mark."""

    def __init__(self, marking: Marking) -> None:
        self._marking = marking

    @property
    def all(self) -> Mapping[str, Passage]:
        """The highlights of all papers by key, oldest first."""
        return self._marking.highlights

    def of(self, paper: str) -> tuple[Passage, ...]:
        """Return the highlights of a paper, oldest first."""
        return tuple(passage for passage in self.all.values() if passage.paper == paper)

    def annotated(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return entries with their highlights."""
        return annotated(entries, self.all)

    def keep(
        self,
        paper: str,
        quote: str,
        *,
        before: str = "",
        after: str = "",
        section: str = "",
        version: int | None = None,
        note: str = "",
    ) -> Step | None:
        """Highlight a passage; `UsageError` where it has no words or too many."""
        quote = clean_note(quote, QUOTE_LIMIT + 1).strip()
        if not quote:
            raise UsageError("There are no words in these lines to highlight.")
        if len(quote) > QUOTE_LIMIT:
            raise UsageError(f"A highlight has at most {QUOTE_LIMIT:,} characters; select fewer lines.")

        def step() -> Step | None:
            now = self._marking.now
            passage = Passage(
                key=passage_key(paper, quote, now),
                paper=paper,
                quote=quote,
                created_at=now,
                before=clean_note(before[-CONTEXT:], CONTEXT),
                after=clean_note(after[:CONTEXT], CONTEXT),
                section=clean_line(section),
                version=version,
                note=clean_note(note) or None,
            )
            return self._step("Highlighted", passage.key, passage)

        return self._marking.perform(step)

    def annotate(self, key: str, note: str) -> Step | None:
        """Change the note of a highlight, an empty one is removed; `None` where it is so already, or there is none."""
        text = clean_note(note) or None

        def step() -> Step | None:
            before = self.all.get(key)
            said = "Note of the highlight kept" if text else "Note of the highlight removed"
            return self._step(said, key, before._replace(note=text)) if before else None

        return self._marking.perform(step)

    def remove(self, key: str) -> Step | None:
        """Take a highlight away; `None` where there is none."""
        return self._marking.perform(lambda: self._step("Highlight removed", key, None))

    def _step(self, sentence: str, key: str, after: Passage | None) -> Step | None:
        before = self.all.get(key)
        shown = after or before
        if before == after or shown is None:
            return None
        about = brief(shown.quote)
        return Step(f"{sentence}: {about}", (ItemChange(HIGHLIGHTS, key, before, after),), about)


def annotated(entries: Sequence[Entry], passages: Mapping[str, Passage]) -> tuple[Entry, ...]:
    """Return entries with those of the passages that are of their papers."""
    if not passages:
        return tuple(entries)
    known = passages_by_paper(passages.values())
    return tuple(
        entry._replace(highlights=known[entry.id]) if entry.id in known else entry for entry in entries
    )


def brief(text: str, limit: int = _BRIEF) -> str:
    """Return the beginning of a text in one line."""
    words = " ".join(text[: 4 * limit].split())
    return words if len(words) <= limit else f"{words[: limit - 1].rstrip()}…"
