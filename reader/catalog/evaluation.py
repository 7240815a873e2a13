"""Turn a query's tree into the set of papers that it matches."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeGuard

from reader.catalog.condition import Conditions
from reader.catalog.meaning import TEXT_FIELDS, Interpreter, Meaning
from reader.core.found import Personal
from reader.core.query import All, Any, Flag, Node, Not, Range, Term

_MOST_FORGIVEN = 8
"""Terms of a query that may be misspelt."""


@dataclass(slots=True)
class Evaluation:
    """Evaluates one query among some papers."""

    connection: sqlite3.Connection
    interpreter: Interpreter
    conditions: Conditions
    personal: Personal
    universe: int
    """The papers that may match."""
    forgiving: bool | None
    """Whether typos are forgiven: always, never, or (`None`) where a word is not known."""
    _meanings: dict[Term, Meaning] = field(default_factory=dict)

    def meaning(self, term: Term, *, denied: bool = False) -> Meaning:
        """Return what a term stands for; what is `denied` is taken as it was typed."""
        if denied:
            return self.interpreter.meaning(self.connection, term, forgiving=False, denied=True)
        if term not in self._meanings:
            # To look for misspelt words takes its time; a text of them is no query.
            forgiving = self.forgiving if len(self._meanings) < _MOST_FORGIVEN else False
            self._meanings[term] = self.interpreter.meaning(self.connection, term, forgiving=forgiving)
        return self._meanings[term]

    def matching(self, node: Node, *, denied: bool = False) -> int:
        """Return the papers that match a part of the tree; `denied` is whether it stands under a minus sign."""
        match node:
            case All(parts):
                if not denied:
                    self._join(parts)
                found = self.universe
                for part in parts:
                    found &= self.matching(part, denied=denied)
                return found
            case Any(parts):
                found = 0
                for part in parts:
                    found |= self.matching(part, denied=denied)
                return found
            case Not(part):
                return self.universe & ~self.matching(part, denied=not denied)
            case Term(field=field) if field in TEXT_FIELDS:
                return self.meaning(node, denied=denied).papers
            case Term(field="cat"):
                find = self.interpreter.category
                return find(self.connection, node.words[0], begins=node.prefix)
            case Flag("is", "unread"):
                return self.universe & ~self._condition(Flag("is", "read"))
            case _:
                return self._condition(node)

    def _condition(self, node: Term | Flag | Range) -> int:
        return self.conditions.matching(self.connection, node, self.personal)

    def _join(self, parts: Sequence[Node]) -> None:
        """Let two words also mean the compound that is written as one."""
        for first, second in pairwise(parts):
            if _is_plain(first) and _is_plain(second) and first.field == second.field:
                joined = self.interpreter.joined(self.connection, self.meaning(first), self.meaning(second))
                self._meanings[first], self._meanings[second] = joined


def _is_plain(node: Node) -> TypeGuard[Term]:
    return isinstance(node, Term) and node.field in TEXT_FIELDS and not node.exact and len(node.words) == 1
