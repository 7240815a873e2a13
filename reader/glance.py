"""What a shell completes, read from the files without opening the program."""

from reader.paths import find_paths

LIMIT = 300
"""Most candidates of one kind."""


def identifiers(beginning: str) -> dict[str, str]:
    """Return titles by identifier: what is kept, what is on the newest lists, and what is stored under `beginning`."""
    from reader.catalog.glance import titles
    from reader.library.glance import glance

    paths = find_paths()
    kept = glance(paths.data).kept(LIMIT)
    known = titles(paths.catalogue, beginning, LIMIT)
    named = {name: title or known.get(name, "") for name, title in kept.items()} | {
        name: title for name, title in known.items() if name not in kept
    }
    found = [name for name in named if name.startswith(beginning)][:LIMIT]
    return {name: named[name] for name in found}


def tags() -> dict[str, str]:
    """Return the tags, and how many papers have each."""
    from reader.library.glance import glance

    counts = glance(find_paths().data).tags()
    return {name: "1 paper" if count == 1 else f"{count:,} papers" for name, count in counts.items()}


def searches() -> dict[str, str]:
    """Return the saved searches with their queries."""
    from reader.library.glance import glance

    return glance(find_paths().data).searches()


def views() -> dict[str, str]:
    """Return the views that the person made: saved searches and tags."""
    from reader.library.glance import glance

    known = glance(find_paths().data)
    return known.searches() | {f"tag:{tag}": "" for tag in known.tags()}


def follows() -> dict[str, str]:
    """Return what is followed."""
    from reader.library.glance import glance

    return dict.fromkeys(glance(find_paths().data).follows(), "")


def watchable() -> dict[str, str]:
    """Return what can be watched: the saved searches with their queries, all that is followed, and each of it."""
    from reader.library.glance import glance

    known = glance(find_paths().data)
    follows = known.follows()
    return (
        known.searches()
        | ({"followed": "all that you follow"} if follows else {})
        | dict.fromkeys(follows, "")
    )
