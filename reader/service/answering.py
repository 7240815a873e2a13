"""The answers of the sources as one list: what meets the conditions of the query, and what matches in it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.core.errors import UsageError
from reader.service.contents import Answered
from reader.service.known import Known
from reader.service.online import Answer, Online, conditions, merged, name_of, question
from reader.service.port import PaperSearch, PaperStore
from reader.service.thread import in_thread

if TYPE_CHECKING:
    from reader.core.found import Personal
    from reader.core.query import Node


class Answering:
    """Joins answers; `parse` returns the tree of a query, and who answers what only the library knows."""

    def __init__(
        self,
        online: Online,
        store: PaperStore,
        search: PaperSearch,
        known: Known,
        parse: "Callable[[str], tuple[Node, Personal]]",
    ) -> None:
        self._online = online
        self._store = store
        self._search = search
        self._known = known
        self._parse = parse

    def joined(self, answers: Sequence[Answer], text: str) -> Answered:
        """Return the papers of several sources as one list, with what `text` matches in them.

        Its conditions hold of them (see `online.conditions`); whether its words do, the sources have judged.
        """
        papers, origins = merged(answers)
        query, personal = self._parse(text)
        names = tuple(origins)
        # What is not stored cannot be judged, and is shown as the source gave it.
        held = {
            *self._search.find(conditions(query), personal, within=names).ids,
            *self._store.lacking(names),
        }
        found = self._search.find(query, personal, within=names)
        left = self._known.entries(paper for paper in papers if paper.id in held)
        unkept = next((answer.unkept for answer in answers if answer.unkept is not None), None)
        return Answered(left, origins, found.highlight, len(papers) - len(left), unkept)

    async def ask(self, source: str, text: str, limit: int, waiting: Callable[[str], object]) -> Answered:
        """Return what one source finds, and keep it; `UsageError` where there is nothing to ask."""
        if not question(source, text):
            raise UsageError(
                f"There is nothing in this query that {name_of(source)} could be asked: it gets words, and no is:,"
                " tag:, counts or dates. Without --remote, what is stored is searched."
            )
        answer = await self._online.ask_one(source, text, limit, waiting)
        if answer.error is not None:
            raise answer.error
        return await in_thread(self.joined, (answer,), text)
