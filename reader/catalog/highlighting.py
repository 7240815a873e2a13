"""What of a text a search matched, and which words it took for others."""

from collections.abc import Iterator, Sequence

from reader.catalog.document import FIELDS
from reader.catalog.meaning import Meaning
from reader.core.fold import is_unspaced
from reader.core.highlight import Highlight, Phrase


def corrections_of(terms: Sequence[Meaning], found: int) -> dict[str, str]:
    """Return the words for whose near spellings too some of the papers `found` stand there, with the likeliest one."""
    corrections: dict[str, str] = {}
    for term in terms:
        if (term.corrections or term.begun_corrections) and term.papers & ~term.sound & found:
            typed = term.term.text or " ".join(term.term.words)
            corrections[typed] = next(iter((*term.corrections, *term.begun_corrections)))
    return corrections


def _runs(pairs: Sequence[str]) -> Iterator[str]:
    """Yield unspaced text that was taken apart into pairs of neighbours, put together again."""
    run = ""
    for pair in pairs:
        if run and is_unspaced(pair) and run[-1] == pair[0]:
            run += pair[1:]
            continue
        if run:
            yield run
        run = pair if is_unspaced(pair) else ""
    if run:
        yield run


def highlight_of(terms: Sequence[Meaning]) -> Highlight:
    """Return what is to be marked in the texts of what was found."""
    by_field: dict[str | None, list[Meaning]] = {None: []}
    for term in terms:
        by_field.setdefault(term.term.field, []).append(term)
    anywhere = _highlight(by_field.pop(None))
    own = ((FIELDS[their[0].fields[0]], _highlight(their)) for their in by_field.values())
    return anywhere._replace(fields=tuple(own))


def _highlight(terms: Sequence[Meaning]) -> Highlight:
    words: dict[str, None] = {}
    prefixes: dict[str, None] = {}
    phrases: dict[Phrase, None] = {}
    runs: dict[str, None] = {}

    def add(phrase: Phrase) -> None:
        if any(map(is_unspaced, phrase.words)):
            runs.update(dict.fromkeys(_runs(phrase.words)))
        elif len(phrase.words) > 1:
            phrases[phrase] = None
        elif phrase.begins:
            prefixes[phrase.words[0]] = None
        else:
            words[phrase.words[0]] = None

    for term in terms:
        if len(term.term.words) == 1 or term.sound:
            add(Phrase(term.term.words, term.begins))
        for phrase in term.also:
            add(phrase)
        words.update(dict.fromkeys(term.corrections))
        prefixes.update(dict.fromkeys(term.begun_corrections))
    return Highlight(frozenset(words), tuple(prefixes), tuple(phrases), tuple(runs))
