"""Bibliographies: BibTeX and RIS. Their papers come as bookmarks, for a bibliography is what somebody keeps.

Both are read as this program writes them, and as arXiv, Google Scholar, Zotero (with Better BibTeX or without),
Mendeley and EndNote do.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from reader.core.errors import FormatError
from reader.core.identifier import is_local, parse_identifier
from reader.core.text import clean_line
from reader.sources.bibtex import is_braced, names_of, parse_bibtex, words_of
from reader.sources.latex import plain_address, plain_text
from reader.sources.records import Imported
from reader.sources.reference import Reference, bookmark, day_of, day_of_parts, first_last, identifier_in

_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|$)")


def read_bibtex(text: str, now: datetime) -> Iterator[Imported | FormatError]:
    """Yield the paper of each BibTeX entry as a bookmark made at `now`, an error for an entry that is no paper."""
    for number, fields in enumerate(parse_bibtex(text), start=1):
        if "title" not in fields:
            yield _untitled(number, fields["citekey"])
            continue
        yield _kept(_reference_of_bibtex(fields), now, number, fields["citekey"])


def read_ris(text: str, now: datetime) -> Iterator[Imported | FormatError]:
    """Yield the paper of each RIS entry as a bookmark made at `now`, an error for an entry that is no paper."""
    for number, fields in enumerate(_ris_entries(text), start=1):
        yield _kept(_reference_of_ris(fields), now, number, next(iter(fields.get("ID", [])), ""))


def _kept(reference: Reference, now: datetime, number: int, key: str) -> Imported | FormatError:
    try:
        return bookmark(reference, now)
    except FormatError as error:
        name = f" ({clean_line(key, 60)})" if key else ""
        return FormatError(f"Entry {number:,}{name}: {error}")


def _untitled(number: int, key: str) -> FormatError:
    name = f" ({clean_line(key, 60)})" if key else ""
    return FormatError(f"Entry {number:,}{name}: The paper has no title.")


def _reference_of_bibtex(fields: Mapping[str, str]) -> Reference:
    def first(*names: str) -> str:
        return next((value for name in names if (value := fields.get(name, "")).strip()), "")

    day = day_of(fields.get("date", "")) or day_of_parts(
        fields.get("year", ""), fields.get("month", ""), fields.get("day", "")
    )
    addresses = [plain_address(fields.get(name, "")) for name in ("url", "howpublished")]
    return Reference(
        identifier=_identifier_of_bibtex(fields),
        title=plain_text(fields.get("title", "")),
        authors=[_name(name) for name in names_of(first("author", "editor"))],
        abstract=plain_text(fields.get("abstract", "")),
        day=day,
        doi=plain_address(fields.get("doi", "")),
        category=first("primaryclass", "eprintclass").strip(),
        words=[plain_text(word, literal=True) for word in words_of(first("keywords", "keyword"))],
        addresses=[address for address in addresses if address.startswith(("http://", "https://"))],
        note=plain_text(first("annote", "annotation"), literal=True),
    )


def _name(written: str) -> str:
    """Return `First Last` of a name; braces around all of it keep a name of an organisation whole."""
    name = plain_text(written)
    return name if is_braced(written) else first_last(name)


def _identifier_of_bibtex(fields: Mapping[str, str]) -> str | None:
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv"
    eprint = fields.get("eprint", "").strip()
    if archive.strip().lower() == "arxiv" and (known := parse_identifier(eprint)):
        return known
    category = fields.get("primaryclass") or fields.get("eprintclass")
    if category and (known := parse_identifier(f"{category}/{eprint}")):
        return known
    texts = [fields.get(name, "") for name in ("arxivid", "arxiv", "url", "doi", "journal", "journaltitle")]
    texts += [fields.get(name, "") for name in ("volume", "note", "howpublished", "number", "publisher")]
    return identifier_in(texts) or _local(fields.get("paperid", ""))


def _local(text: str) -> str | None:
    """Return an identifier of a paper that is on no archive."""
    known = parse_identifier(text)
    return known if known and is_local(known) else None


def _ris_entries(text: str) -> Iterator[dict[str, list[str]]]:
    """Yield the values of each entry by tag; a line without a tag goes on with the one before."""
    fields: dict[str, list[list[str]]] = {}
    last = ""
    for line in text.splitlines():
        bare = line.strip()
        found = _RIS_LINE.match(bare)
        if not found:
            if last and bare:
                fields[last][-1].append(bare)
            continue
        last, value = found[1], found[2] or ""
        if last in ("TY", "ER"):
            if fields:
                yield _whole(fields)
            fields, last = {}, ""
        else:
            fields.setdefault(last, []).append([value])
    if fields:
        yield _whole(fields)


def _whole(fields: Mapping[str, list[list[str]]]) -> dict[str, list[str]]:
    return {tag: ["\n".join(lines) for lines in values] for tag, values in fields.items()}


def _reference_of_ris(fields: Mapping[str, list[str]]) -> Reference:
    def first(*tags: str) -> str:
        return next((value for tag in tags for value in fields.get(tag, []) if value.strip()), "")

    def every(*tags: str) -> list[str]:
        return [value for tag in tags for value in fields.get(tag, [])]

    addresses = [address.strip() for address in every("UR", "L1", "L2", "L3", "L4", "LK")]
    places = every("DO", "AN", "ID", "M1", "M2", "M3", "JO", "JF", "T2", "VL", "PB", "N1")
    return Reference(
        identifier=identifier_in([*addresses, *places]),
        title=first("TI", "T1", "CT", "BT"),
        authors=[_ris_name(name) for name in every("AU", "A1", "A2") if name.strip()],
        abstract=first("AB", "N2"),
        day=day_of(first("DA")) or day_of(first("PY", "Y1")),
        doi=first("DO").strip(),
        words=[word for value in every("KW") for word in value.split("\n")],
        addresses=addresses,
        note="\n".join(every("N1")),
    )


def _ris_name(text: str) -> str:
    """Return `First Last`; a comma at the end says that the name is one of an organisation."""
    name = text.strip()
    return name[:-1].rstrip() if name.endswith(",") else first_last(name)
