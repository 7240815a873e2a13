"""Names of PDF files: readable, made from a template, and safe on every file system."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from reader.core.identifier import parse_identifier
from reader.core.paper import Paper

LIMIT = 200
"""Longest name, in bytes of UTF-8: file systems take 255, and a suffix is added while a file is not whole."""

FIELDS = ("author", "authors", "year", "title", "id")
"""What a template may ask for."""

Family = Callable[[str, str | None], str]
"""Returns the family name of an author; the second text is the organisation of the paper."""

_SUFFIX = ".pdf"
_LITERAL_LIMIT = 60
"""Most bytes of a template besides its fields, so that the identifier always has room."""

_FIELDS_LIMIT = 6
_AUTHORS_LIMIT = 60
"""Most bytes of authors, so that the title has room."""

_FIELD = re.compile(r"\{(\w*)\}")
_FORBIDDEN = '<>:"/\\|?*'
_REPLACED = str.maketrans({"/": "-", "\\": "-", "|": "-", '"': "'", "<": "(", ">": ")", "?": "", "*": ""})
_COLON = re.compile(r"\s*:\s+|\s+:")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]")
_ALONE = re.compile(r" [-–_,] (?=[(\[-]|$)")
_EDGES = " .-_,;~"
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:^|[\s(\[_])(?P<id>\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*-\d{7})(?:v\d{1,2})?(?=$|[\s)\]_.])"
)
_ENOUGH = 3
"""Authors that are named; of more only the first is."""


def name_problem(template: str) -> str:
    """Return a sentence that says what is wrong with a template; an empty text where nothing is."""
    literal = _FIELD.sub("", template)
    unknown = [name for name in _FIELD.findall(template) if name not in FIELDS]
    if unknown or "{" in literal or "}" in literal:
        wrong = f"{{{unknown[0][:20]}}}" if unknown else "a lone brace"
        return f"has {wrong}; it may ask for {', '.join(f'{{{name}}}' for name in FIELDS)}"
    if forbidden := next((c for c in literal if c in _FORBIDDEN or not c.isprintable()), None):
        return f"has {forbidden!r}, which no file name may have everywhere"
    if not _FIELD.search(template):
        return "names every file alike; it asks for {title} or {id}, for example"
    if len(_FIELD.findall(template)) > _FIELDS_LIMIT:
        return f"has more than {_FIELDS_LIMIT} fields"
    if len(literal.encode("utf-8", "replace")) > _LITERAL_LIMIT:
        return f"is longer than {_LITERAL_LIMIT} bytes besides its fields"
    return ""


def file_name(
    template: str,
    identifier: str,
    paper: Paper | None = None,
    family: Family = lambda author, _: author,
    *,
    distinct: bool = False,
) -> str:
    """Return the name of a paper's PDF, which ends in `.pdf`; a `distinct` one has the identifier in any case."""
    pattern = template.removesuffix(_SUFFIX)
    if distinct and "{id}" not in pattern:
        pattern += " ({id})"
    values = _values(identifier, paper, family)
    room = LIMIT - len(_SUFFIX)
    name = _filled(pattern, values)
    for field in ("title", "authors", "author"):
        excess, size = len(name.encode()) - room, len(values[field].encode())
        if excess > 0 and size:
            values[field] = _cut(values[field], size - -(-excess // max(1, pattern.count(f"{{{field}}}"))))
            name = _filled(pattern, values)
    name = _cut(name, room).rstrip(_EDGES) or values["id"]
    if _RESERVED.fullmatch(name):
        name = f"_{_cut(name, room - 1)}"
    return name + _SUFFIX


def identifier_in(name: str) -> str | None:
    """Return the identifier that the name of a PDF has in it."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or suffix.lower() != "pdf":
        return None
    found = [*_NAMED.finditer(stem)]
    if not found:
        return None
    named = found[-1]["id"]
    if "." not in named:
        archive, _, number = named.rpartition("-")
        named = f"{archive}/{number}"
    return parse_identifier(named)


def _values(identifier: str, paper: Paper | None, family: Family) -> dict[str, str]:
    """Return what stands for each field, safe; an empty text for what is not known."""
    from reader.core.prose import plain  # late: only titles of PDFs need it here

    authors = paper.authors[:_ENOUGH] if paper else ()
    families = [_safe(family(author, paper.organization if paper else None)) for author in authors]
    many = paper is not None and len(paper.authors) > _ENOUGH
    values: Mapping[str, str] = {
        "author": _cut(families[0], _AUTHORS_LIMIT) if families else "",
        "authors": _cut(f"{families[0]} et al" if many else ", ".join(families), _AUTHORS_LIMIT),
        "year": _year(identifier, paper),
        "title": plain(paper.title) if paper else "",
        "id": identifier,
    }
    return {field: _safe(value) for field, value in values.items()}


def _year(identifier: str, paper: Paper | None) -> str:
    if paper and (day := paper.published or paper.listed):
        return str(day.year)
    if digits := re.match(r"(\d\d)\d\d\.\d|[a-z-]+/(\d\d)\d{5}$", identifier):
        short = int(digits[1] or digits[2])
        return str((1900 if digits[2] and short > 90 else 2000) + short)
    return ""


def _safe(text: str) -> str:
    """Return a text without what a file name may not have on one system or another."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    text = _COLON.sub(" - ", text).replace(":", "-").translate(_REPLACED)
    text = "".join(character for character in text if character.isprintable())
    return " ".join(text.split()).strip(_EDGES)


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    """Return the pattern with its fields, without the signs that stood around empty ones."""
    name = _EMPTY.sub("", _FIELD.sub(lambda field: values[field[1]], pattern))
    name = _ALONE.sub(" ", re.sub(r"\.{2,}", ".", " ".join(name.split())))
    return name.strip(_EDGES)


def _cut(text: str, size: int) -> str:
    """Return the beginning of a text in at most `size` bytes, at a word where one is near, its characters whole."""
    encoded = text.encode()
    if len(encoded) <= size:
        return text
    kept = encoded[: max(0, size)].decode(errors="ignore")
    # A mark that is cut off would leave another letter behind than the one that was meant.
    while kept and unicodedata.combining(text[len(kept)]):
        kept = kept[:-1]
    at_word = kept.rpartition(" ")[0]
    if len(text) > len(kept) and text[len(kept)] != " " and len(at_word) > 0.7 * len(kept):
        kept = at_word
    return kept.rstrip(_EDGES)
