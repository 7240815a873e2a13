"""`saved`: the searches that are kept by name."""

import json
from argparse import ArgumentParser, Namespace

from reader.cli.mark import tell
from reader.cli.output import is_unicode, say, write
from reader.cli.query import explained
from reader.cli.session import opened
from reader.core.errors import UsageError
from reader.core.saved_search import SavedSearch
from reader.core.text import clean_line
from reader.service.saving import Searches

_NOTES = (
    "A saved search is a view, for list, export and digest, and can be watched. Put -- before a QUERY that begins with a"
    " dash."
)


def add_saved(parser: ArgumentParser) -> None:
    """Add the arguments of `saved`."""
    parser.epilog = _NOTES
    parser.add_argument("name", nargs="?", metavar="SEARCH", help="the name to keep a search under")
    parser.add_argument("query", nargs="*", metavar="QUERY", help="what it looks for, as in the filter")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--rename", metavar="NAME", help="give it another name")
    change.add_argument("--remove", action="store_true", help="keep it no longer")
    change.add_argument("--json", action="store_true", help="print one JSON array of all searches")
    parser.set_defaults(run=_saved)


def _saved(arguments: Namespace) -> int:
    name, query = arguments.name, " ".join(arguments.query)
    changes = bool(query) + (arguments.rename is not None) + arguments.remove
    if changes > 1 or (name is None) != (changes == 0):
        raise UsageError(
            "Name a search and what it looks for, or what to do with it: --rename NAME or --remove."
        )
    with opened(arguments) as program:
        searches = program.service.searches
        if name is None:
            _list(tuple(searches.all.values()), as_json=arguments.json)
            return 0
        if query:
            with explained(query):
                program.service.reading.search(query, 1)
            before = searches.all.get(name)
            tell(searches.keep(name, query, before.scope if before else None), True, "it is kept so already")
            return 0
        return _change(searches, name, arguments.rename)


def _change(searches: Searches, name: str, new: str | None) -> int:
    if name not in searches.all:
        say(f"There is no saved search “{clean_line(name, 60)}”; `paper-reader saved` lists those there are.")
        return 1
    tell(searches.remove(name) if new is None else searches.rename(name, new), True, "it is called so")
    return 0


def _list(searches: tuple[SavedSearch, ...], *, as_json: bool) -> None:
    if as_json:
        records = [
            {
                "name": search.name,
                "query": search.query,
                "scope": search.scope,
                "created_at": search.created_at.isoformat(),
            }
            for search in searches
        ]
        write(json.dumps(records, ensure_ascii=not is_unicode(), indent=2) + "\n")
        return
    if not searches:
        say("No search is saved yet; `paper-reader saved NAME QUERY` keeps one.")
    write("".join(f"{search.name}  {search.query}\n" for search in searches))
