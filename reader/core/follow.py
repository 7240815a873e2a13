"""What the person follows: authors, organisations, keywords and categories, by their whole names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from reader.core.errors import UsageError
from reader.core.paper import Paper
from reader.core.text import LINE_LIMIT, clean_line

_BRIEF = 60
"""Longest name in a sentence, in characters."""


class FollowKind(StrEnum):
    """What can be followed, by the names that the query language has for them."""

    AUTHOR = "author"
    ORGANIZATION = "org"
    KEYWORD = "keyword"
    CATEGORY = "cat"

    @property
    def label(self) -> str:
        """The kind for people."""
        return {"org": "organisation", "cat": "category"}.get(self.value, self.value)


class Subject(NamedTuple):
    """Something that can be followed."""

    kind: FollowKind
    name: str
    """As it stands on a paper; of a category its code."""

    @property
    def key(self) -> str:
        """What tells subjects apart: names are compared without case and accents, as whole names."""
        return f"{self.kind}:{folded_name(self.name)}"

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


class Follow(NamedTuple):
    """A subject that the person follows."""

    kind: str
    """A `FollowKind`; something else where a later program keeps more of them."""
    name: str
    created_at: datetime
    """In UTC, whole seconds."""

    @property
    def subject(self) -> Subject | None:
        """What is followed; `None` where this program does not know such things."""
        return Subject(FollowKind(self.kind), self.name) if self.kind in {*FollowKind} else None


def folded_name(name: str) -> str:
    """Return what is compared of a name: `Schölkopf` and `SCHOLKOPF` are one, `Yann LeCun` and `LeCun` are two."""
    from reader.core.fold import words  # late: who follows nothing starts without

    return " ".join(words(name)) or name.casefold()


def subjects_followed(kept: Mapping[str, Follow], categories: Sequence[str]) -> dict[str, Subject]:
    """Return by key what is followed: the `categories` of the settings first, then what is kept, oldest first."""
    named = [Subject(FollowKind.CATEGORY, code) for code in categories]
    known = [subject for follow in kept.values() if (subject := follow.subject)]
    return {subject.key: subject for subject in (*named, *known)}


def categories_followed(kept: Mapping[str, Follow], categories: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of the arXiv categories that are followed, each once."""
    subjects = subjects_followed(kept, categories).values()
    return tuple(subject.name for subject in subjects if subject.kind is FollowKind.CATEGORY)


def subjects_of(paper: Paper) -> tuple[Subject, ...]:
    """Return what can be followed of a paper, each once."""
    return distinct(_subjects(paper))


def reasons(paper: Paper, followed: Mapping[str, Subject]) -> tuple[Subject, ...]:
    """Return because of what a paper is one that the person follows; an archive such as `math` has all its categories."""
    archives = [Subject(FollowKind.CATEGORY, code.split(".")[0]) for code in paper.categories if "." in code]
    return tuple(subject for subject in distinct((*_subjects(paper), *archives)) if subject.key in followed)


def parse_subject(text: str) -> Subject:
    """Return the subject that `KIND:NAME` names, or a category by its code alone; `UsageError` where it names none."""
    from reader.core.category import parse_category

    kind, colon, rest = text.partition(":")
    name = clean_line(rest if colon else text, LINE_LIMIT)
    code = parse_category(name)
    if not colon and code:
        return Subject(FollowKind.CATEGORY, code)
    if not colon or kind.strip().lower() not in {*FollowKind} or not name:
        raise UsageError(
            f"“{clean_line(text, 60)}” names nothing to follow; write author:NAME, org:NAME, keyword:WORD or cat:CODE."
        )
    found = FollowKind(kind.strip().lower())
    if found is not FollowKind.CATEGORY:
        return Subject(found, name)
    if code is None:
        raise UsageError(
            f"“{clean_line(name, 60)}” is no category of arXiv; they look like cs.LG or math.CO, and math is a whole archive."
        )
    return Subject(found, code)


def distinct(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """Return subjects in their order, each once, as it was named first."""
    found: dict[str, Subject] = {}
    for subject in subjects:
        found.setdefault(subject.key, subject)
    return tuple(found.values())


def named(subjects: Iterable[Subject]) -> str:
    """Return the names of subjects for people: `Yann LeCun, cs.LG and attention`."""
    names = [name if len(name) <= _BRIEF else f"{name[: _BRIEF - 1]}…" for name in (s.name for s in subjects)]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _subjects(paper: Paper) -> Iterator[Subject]:
    for author in paper.authors:
        yield Subject(FollowKind.AUTHOR, author)
    if paper.organization:
        yield Subject(FollowKind.ORGANIZATION, paper.organization)
    for keyword in paper.keywords:
        yield Subject(FollowKind.KEYWORD, keyword)
    for category in paper.categories:
        yield Subject(FollowKind.CATEGORY, category)
