"""`_complete`: what completion scripts ask at each press of a key, so nothing is loaded that is not needed."""

from collections.abc import Callable, Mapping, Sequence

from reader import glance
from reader.cli.output import write
from reader.core.text import clean_line

_KINDS: Mapping[str, Callable[[str], Mapping[str, str]]] = {
    "ids": glance.identifiers,
    "tags": lambda _: glance.tags(),
    "views": lambda _: glance.views(),
    "searches": lambda _: glance.searches(),
    "follows": lambda _: glance.follows(),
    "watches": lambda _: glance.watchable(),
    "categories": lambda _: _categories(),
}
_LONGEST = 200
"""Longest description, in characters."""


def print_candidates(argv: Sequence[str]) -> int:
    """Print the candidates of a kind that begin with a text, one a line, each with a tab and what it is.

    Neither has a tab or a line break inside, and what else it has is for the shell to quote.
    """
    kind, beginning = (*argv, "", "")[:2]
    if kind not in _KINDS:
        return 2
    found = _KINDS[kind](beginning)
    write(
        "".join(
            f"{name}\t{clean_line(about, _LONGEST)}\n" if about else f"{name}\n"
            for name, about in found.items()
            if name.startswith(beginning)
        )
    )
    return 0


def _categories() -> dict[str, str]:
    from reader.core.category import categories

    return {category.code: category.name for category in categories().values()}
