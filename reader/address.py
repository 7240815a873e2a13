"""Where the services are: at their own addresses, or where the environment says."""

import os
from typing import NamedTuple
from urllib.parse import urlsplit

from reader.core.errors import UsageError
from reader.core.text import clean_address, clean_line

HUGGING_FACE_URL = "https://huggingface.co"
ARXIV_URL = "https://export.arxiv.org"
ARXIV_FEED_URL = "https://rss.arxiv.org"
ARXIV_PAGE_URL = "https://arxiv.org"


class Addresses(NamedTuple):
    """Where the services are."""

    hugging_face: str
    arxiv: str
    feeds: str
    pages: str


def find_addresses() -> Addresses:
    """Return the addresses that hold now; `UsageError` where the environment has a wrong one."""
    return Addresses(
        address_of("PAPER_READER_HF_URL", HUGGING_FACE_URL),
        address_of("PAPER_READER_ARXIV_URL", ARXIV_URL),
        # One address stands for all of arXiv's hosts where one is set.
        address_of("PAPER_READER_ARXIV_URL", ARXIV_FEED_URL),
        address_of("PAPER_READER_ARXIV_URL", ARXIV_PAGE_URL),
    )


def address_of(variable: str, default: str) -> str:
    """Return the address of a service that a variable of the environment names; `UsageError` where it is none."""
    address = os.environ.get(variable) or default
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
    if not sound or clean_address(address) is None or "?" in address or "#" in address:
        raise UsageError(f"{variable} is no web address: {clean_line(address, 80)}. It looks like {default}.")
    return address.rstrip("/")
