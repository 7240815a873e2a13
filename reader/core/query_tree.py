"""What a query means: a tree of terms and conditions."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One word, the parts of a compound, or (`exact`) a phrase, in any text or in one `field`."""

    words: tuple[str, ...]
    field: str | None = None
    prefix: bool = False
    """Whether the last word may go on: it is still being typed."""
    exact: bool = False
    """Whether it was quoted: its words stand next to each other, and no typos are forgiven."""
    text: str = ""
    """As typed."""
    start: int = dataclasses.field(default=0, compare=False)
    """Where it begins in the typed query."""
    end: int = dataclasses.field(default=0, compare=False)
    """Where it ends in the typed query."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no condition, such as `is:unread`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Range:
    """A condition on a number or an ISO date, both ends included; `None` is open."""

    name: str
    low: str | int | None
    high: str | int | None


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not match."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class All:
    """What every part matches; everything where there is none."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """What at least one part matches."""

    parts: tuple["Node", ...]


Node = Term | Flag | Range | Not | All | Any


def all_terms(node: Node) -> Iterator[Term]:
    """Yield every term, also those that a match must not contain."""
    match node:
        case Term():
            yield node
        case All(parts) | Any(parts):
            for part in parts:
                yield from all_terms(part)
        case Not(part):
            yield from all_terms(part)
        case _:
            return


def positive_terms(node: Node) -> Iterator[Term]:
    """Yield the terms that a match should contain, for ranking and highlighting."""
    match node:
        case Term():
            yield node
        case All(parts) | Any(parts):
            for part in parts:
                yield from positive_terms(part)
        case _:
            return
