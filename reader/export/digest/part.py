"""What every form of a digest says of a paper, in plain words."""

import re
from functools import lru_cache

from reader.core.digest import Digest, DigestGroup, DigestItem
from reader.core.paper import Paper
from reader.core.prose import plain
from reader.export.label import abstract_of, folded_authors

SUMMARY_LENGTH = 320
"""About how many characters of an abstract are shown, in whole sentences where they are not too long."""

_SENTENCE = re.compile(r"(?<![ .(][A-Za-z])(?<!al)(?<!e\.g)(?<!i\.e)(?<!vs)[.!?][)”\"']?(?=\s+[^\sa-z])")


readable = lru_cache(maxsize=2_048)(plain)
"""Returns a text with its mathematics readable, and remembers it: a mail says everything twice."""


def title_of(paper: Paper) -> str:
    """Return the title, its mathematics readable."""
    return readable(paper.title)


def authors_of(paper: Paper) -> str:
    """Return the authors' names, after the first eight how many more there are."""
    return folded_authors(paper)


def summary_of(paper: Paper) -> str | None:
    """Return the sentence of a language model, named as such, or the first sentences of the abstract."""
    if paper.summary:
        return f"In one sentence (AI): {readable(paper.summary)}"
    abstract = " ".join((abstract_of(paper) or "").split())
    return first_sentences(readable(_beginning(abstract))) if abstract else None


def first_sentences(text: str, length: int = SUMMARY_LENGTH) -> str:
    """Return the sentences that fit into `length` characters; of a first one that does not, the beginning."""
    if len(text) <= length:
        return text
    ends = [found.end() for found in _SENTENCE.finditer(text, 0, length + 1) if found.end() <= length]
    return text[: ends[-1]] if ends else f"{text[:length].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def _beginning(abstract: str) -> str:
    """Return whole sentences, more than are shown: reading the mathematics of what is not shown takes time."""
    found = _SENTENCE.search(abstract, 3 * SUMMARY_LENGTH // 2)
    return f"{abstract[: found.end()]} …" if found else abstract


def facts_of(item: DigestItem) -> tuple[str, ...]:
    """Return counts, dates and subjects: `132 upvotes`, `Some Lab`, `listed 2026-08-21`, `cs.LG`."""
    paper = item.entry.paper
    day = (
        f"listed {paper.listed}"
        if paper.listed
        else f"published {paper.published}"
        if paper.published
        else None
    )
    counts = (
        _counted(paper.upvotes, "upvote"),
        _counted(paper.comments, "comment"),
        _counted(paper.stars, "star"),
    )
    return tuple(filter(None, (*counts, paper.organization, day, *paper.categories[:3])))


def reason_of(item: DigestItem) -> str:
    """Return why the paper is there, as a sentence without its full stop."""
    return f"Why: {'; '.join(item.reasons)}"


def places_of(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Return the name and address of everything about the paper that can be opened."""
    places = (
        ("abstract", paper.url),
        ("PDF", paper.pdf_url),
        ("Hugging Face", paper.huggingface_url),
        ("code", paper.github),
        ("project", paper.project),
    )
    return tuple((name, address) for name, address in places if address and is_address(address))


def home_of(paper: Paper) -> str | None:
    """Return the address that the title leads to; `None` where the paper has none."""
    return next((address for _, address in places_of(paper)), None)


def is_address(address: str) -> bool:
    """Tell whether an address is one of the web."""
    return address.startswith(("http://", "https://"))


def heading_of(group: DigestGroup) -> str:
    """Return the title of a group with its count."""
    return f"{group.title} ({len(group.items) + group.more:,})"


def more_of(group: DigestGroup) -> str | None:
    """Return how many papers of a group are not shown; `None` for none."""
    return f"and {group.more:,} more" if group.more else None


def lead_of(digest: Digest) -> str:
    """Return what the digest is, in one line."""
    since = f" since {digest.since}" if digest.since else ""
    return f"Nothing is new{since}." if not digest.count else f"New{since}, each paper once."


def _counted(count: int | None, name: str) -> str | None:
    return f"{count:,} {name}{'' if count == 1 else 's'}" if count else None
