"""Which format a file of papers has."""

import json
import re
from pathlib import PurePath

from reader.core.errors import FormatError
from reader.sources.identifier_list import is_identifier_list
from reader.sources.snapshot import is_snapshot_item
from reader.sources.table import is_table

IMPORT_FORMATS = ("json", "jsonl", "arxiv", "bibtex", "ris", "csl-json", "csv", "ids", "page")
"""The formats that can be read, by the names used on the command line."""

_SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".ris": "ris",
    ".csv": "csv",
    ".tsv": "csv",
}
_JSON = re.compile(r"\s*(?:\[\s*[\[{\]]|\{\s*[\"}])")
_CSL = re.compile(
    r"\[\s*\{(?!.*\"authors\"\s*:).*\"(?:author|issued|citation-key|container-title)\"\s*:", re.DOTALL
)
_BIBTEX = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_RIS = re.compile(r"^\s*TY  ?- ", re.MULTILINE)


def refuse_foreign(head: bytes, name: str, size: int) -> None:
    """Raise `FormatError` for a file that is nothing of ours; `head` is its first `size` bytes, if it has so many."""
    if not head.strip() and len(head) < size:
        raise FormatError(f"“{name}” is empty.")
    if (b"\0" in head and not _JSON.match(head[:200].decode("utf-8", "replace"))) or head.startswith(b"%PDF"):
        raise FormatError(
            f"“{name}” is no text; papers come from files of these formats: {', '.join(IMPORT_FORMATS)}."
        )
    if re.match(rb"\s*<(?:!doctype|html|\?xml)", head, re.IGNORECASE):
        raise FormatError(f"“{name}” is a web page or XML; save the page as plain text instead.")


def detected(head: bytes, name: str) -> str:
    """Return the format that the first bytes and the name of a file speak for."""
    suffix = _SUFFIXES.get(PurePath(name.lower().removesuffix(".gz")).suffix)
    text = head.decode("utf-8", "replace")
    if suffix in (None, "json", "jsonl") and _JSON.match(text):
        return _detected_json(text.lstrip(), suffix)
    if suffix:
        return suffix
    if _BIBTEX.search(text):
        return "bibtex"
    if _RIS.search(text):
        return "ris"
    if is_identifier_list(text):
        return "ids"
    return "csv" if is_table(text) else "page"


def _detected_json(text: str, suffix: str | None) -> str:
    """Tell one document from lines of objects, and those of arXiv from ours."""
    first, _, rest = text.partition("\n")
    try:
        item = json.loads(first)
    except (ValueError, RecursionError):
        item = None
    if isinstance(item, dict) and (suffix == "jsonl" or rest.lstrip().startswith("{")):
        return "arxiv" if is_snapshot_item(item) else "jsonl"
    if item is None and (suffix == "jsonl" or len(re.findall(r"^\{.*\}\s*$", text, re.MULTILINE)) > 1):
        return "jsonl"
    return "csl-json" if _CSL.match(text) else "json"
