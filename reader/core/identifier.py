"""arXiv identifiers (https://info.arxiv.org/help/arxiv_identifier.html) and the local ones of papers without."""

import re
from urllib.parse import unquote, urlsplit

_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD = r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2})?/\d{7}"
# arXiv's own pages add the subject class: `arXiv:2608.01234v2 [cs.LG]`.
_IDENTIFIER = (
    rf"(?ai)(?:arxiv:\s*)?(?P<id>{_NEW}|{_OLD})(?:v(?P<version>[1-9]\d?))?(?:\s*\[[a-z.-]{{2,20}}\])?"
)
_BARE = rf"(?a){_NEW}"
_LOCAL = r"local-[0-9a-f]{12}"
_DOI_PREFIX = r"(?i)^(?:doi:\s*)?10\.48550/arxiv\."
_PATH_PREFIX = r"(?i)/(?:abs|pdf|html|src|e-print|bibtex|format|papers|paper)/"
_HOSTS = ("arxiv.org", "huggingface.co", "hf.co", "alphaxiv.org", "doi.org", "paperswithcode.co")


def parse_identifier(text: str) -> str | None:
    """Return the identifier without version that `text` (an id, `arXiv:…`, or an address) names, or `None`."""
    if re.fullmatch(_BARE, text):
        return text
    text = text.strip()
    if len(text) > 300:
        return None
    if re.fullmatch(_LOCAL, text):
        return text
    text = re.sub(_DOI_PREFIX, "", text)
    found = re.fullmatch(_IDENTIFIER, text) or (
        "/" in text and re.fullmatch(_IDENTIFIER, _from_address(text))
    )
    return _canonical(found["id"]) if found else None


def parse_version(text: str) -> int | None:
    """Return the preprint version that an identifier such as `2608.01234v2` names, or `None`."""
    found = re.fullmatch(_IDENTIFIER, text.strip())
    return int(found["version"]) if found and found["version"] else None


def local_identifier(title: str) -> str:
    """Return the stable identifier of a paper that is known by its title only."""
    folded = " ".join(re.findall(r"\w+", title.casefold())) or title
    import hashlib  # loads OpenSSL, and nearly every paper has an identifier

    return "local-" + hashlib.sha256(folded.encode(errors="replace")).hexdigest()[:12]


def is_local(identifier: str) -> bool:
    """Tell whether the paper is unknown to arXiv and lives on this machine only."""
    return identifier.startswith("local-")


def _from_address(address: str) -> str:
    """Return what may be an identifier in the path of a known site's address, its `https://` left out or not."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    if not any(host == known or host.endswith("." + known) for known in _HOSTS):
        return ""
    path = unquote(parts.path).rstrip("/")
    if host.endswith("doi.org"):
        return path.lower().removeprefix("/10.48550/arxiv.")
    found = re.match(_PATH_PREFIX, path)
    if not found:
        return ""
    return re.sub(r"\.(pdf|md|html)$", "", path[found.end() :])


def _canonical(identifier: str) -> str:
    """Drop the subject class of an old identifier: `math.CA/0611800` is `math/0611800`."""
    if "/" not in identifier:
        return identifier
    archive, number = identifier.lower().split("/")
    return f"{archive.split('.')[0]}/{number}"
