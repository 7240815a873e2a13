"""Bibliographies: BibTeX and RIS. Their papers come as bookmarks, for a bibliography is what somebody keeps."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from reader.core.border import as_line, as_lines, paper_from_record
from reader.core.errors import FormatError
from reader.core.identifier import parse_identifier
from reader.core.mark import Mark
from reader.sources.bibtex import parse_bibtex
from reader.sources.latex import plain_text
from reader.sources.records import TAG_LIMIT, Imported

_IN_TEXT = re.compile(
    r"(?:arxiv(?:\.org)?\s*[:./]\s*(?:(?:abs|pdf|html|arxiv)[/.])?|\babs/)"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?!\d)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv)\.?", re.IGNORECASE)
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|$)")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}


def read_bibtex(text: str, now: datetime) -> Iterator[Imported | None]:
    """Yield the paper of each BibTeX entry as a bookmark made at `now`, `None` for an entry that is no paper."""
    for fields in parse_bibtex(text):
        yield _bookmark(_record_of_bibtex(fields), fields.get("keywords") or fields.get("keyword", ""), now)


def read_ris(text: str, now: datetime) -> Iterator[Imported | None]:
    """Yield the paper of each RIS entry as a bookmark made at `now`, `None` for an entry that is no paper."""
    for fields in _ris_entries(text):
        yield _bookmark(_record_of_ris(fields), ";".join(fields.get("KW", [])), now)


def _bookmark(record: Mapping[str, object], keywords: str, now: datetime) -> Imported | None:
    try:
        paper = paper_from_record(record)
    except FormatError:
        return None
    tags = as_lines([plain_text(word) for word in re.split(r"[,;\n]", keywords)], TAG_LIMIT)
    return Imported(paper, Mark(bookmarked_at=now, tags=tags))


def _record_of_bibtex(fields: Mapping[str, str]) -> dict[str, object]:
    names = re.split(r"\s+and\s+", " ".join(fields.get("author", "").split()))
    day = _day(fields.get("date", "")) or _day_of_parts(
        fields.get("year", ""), fields.get("month", ""), fields.get("day", "")
    )
    return {
        "id": _identifier_of_bibtex(fields),
        "title": plain_text(fields.get("title", "")),
        "authors": [_first_last(plain_text(name)) for name in names if name and name != "others"],
        "abstract": plain_text(fields.get("abstract", "")),
        "published": day,
        "doi": fields.get("doi", "").replace("\\_", "_"),
        "categories": [fields.get("primaryclass", "")],
        **_addresses([fields.get("url", "").replace("\\", "")]),
    }


def _identifier_of_bibtex(fields: Mapping[str, str]) -> str | None:
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv"
    eprint = fields.get("eprint", "").strip()
    if archive.strip().lower() == "arxiv" and (known := parse_identifier(eprint)):
        return known
    if fields.get("primaryclass") and (known := parse_identifier(f"{fields['primaryclass']}/{eprint}")):
        return known
    texts = (fields.get(name, "") for name in ("arxivid", "arxiv", "url", "doi", "journal", "volume", "note"))
    return _identifier_in([*texts, fields.get("howpublished", ""), fields.get("number", "")])


def _ris_entries(text: str) -> Iterator[dict[str, list[str]]]:
    """Yield the values of each entry by tag; a line without a tag goes on with the one before."""
    fields: dict[str, list[str]] = {}
    last = ""
    for line in text.splitlines():
        found = _RIS_LINE.match(line.strip())
        if not found:
            if last and line.strip():
                fields[last][-1] += "\n" + line.strip()
            continue
        last, value = found[1], found[2] or ""
        if last in ("TY", "ER"):
            if any(tag != "TY" for tag in fields):
                yield fields
            fields, last = {}, ""
        else:
            fields.setdefault(last, []).append(value)
    if fields:
        yield fields


def _record_of_ris(fields: Mapping[str, list[str]]) -> dict[str, object]:
    def first(*tags: str) -> str:
        return next((value for tag in tags for value in fields.get(tag, []) if value.strip()), "")

    def every(*tags: str) -> list[str]:
        return [value for tag in tags for value in fields.get(tag, [])]

    addresses = every("UR", "L1", "L2", "L3", "L4", "LK")
    return {
        "id": _identifier_in(
            addresses + every("DO", "AN", "ID", "M1", "M2", "M3", "N1", "JO", "JF", "T2", "VL")
        ),
        "title": first("TI", "T1", "CT", "BT"),
        "authors": [_first_last(name) for name in every("AU", "A1", "A2") if name.strip()],
        "abstract": first("AB", "N2"),
        "published": _day(first("DA")) or _day(first("PY", "Y1")),
        "doi": first("DO"),
        **_addresses(addresses),
    }


def _identifier_in(texts: list[str]) -> str | None:
    """Return the first arXiv identifier that one of the texts is or holds."""
    for text in texts:
        bare = text.strip()
        if known := parse_identifier(bare):
            return known
        if found := _IN_TEXT.search(bare):
            return parse_identifier(found["id"])
    return None


def _addresses(addresses: list[str]) -> dict[str, object]:
    """Return where the code and the project page are, among addresses that may be the paper's own."""
    known: dict[str, object] = {}
    for address in addresses:
        if "://github.com/" in address:
            known.setdefault("github", address)
        elif not parse_identifier(address) and "doi.org/" not in address and "arxiv.org/" not in address:
            known.setdefault("project", address)
    return known


def _first_last(name: str) -> str:
    """Return `First von Last Jr` of `von Last, Jr, First` or `von Last, First, Jr`; other names as they are."""
    parts = [part.strip() for part in name.split(",")]
    match [part for part in parts if part]:
        case [last, first]:
            return f"{first} {last}"
        case [last, suffix, first] if _SUFFIX.fullmatch(suffix):
            return f"{first} {last} {suffix}"
        case [last, first, suffix] if _SUFFIX.fullmatch(suffix):
            return f"{first} {last} {suffix}"
        case _:
            return as_line(name) or ""


def _day(text: str) -> str | None:
    """Return the ISO day of `2020`, `2020-05`, `2020/05/12/…`; what is missing counts as the first."""
    found = re.match(r"\s*(\d{4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?", text)
    return _day_of_parts(*found.groups("")) if found else None


def _day_of_parts(year: str, month: str, day: str) -> str | None:
    """Return the ISO day of a year, a month (number or English name) and a day, written in any LaTeX."""
    if not (found := re.search(r"\b\d{4}\b", year)):
        return None
    words = re.findall(r"[A-Za-z]{3,}|\d{1,2}", month)
    months = [_MONTHS.get(word[:3].lower(), int(word) if word.isdigit() else 0) for word in words]
    days = re.findall(r"\d{1,2}", day) or [word for word in words[1:] if word.isdigit()]
    for candidate in ((next(iter(months), 1), int(next(iter(days), 1))), (next(iter(months), 1), 1), (1, 1)):
        try:
            return date(int(found[0]), *candidate).isoformat()
        except ValueError:
            continue
    return None
