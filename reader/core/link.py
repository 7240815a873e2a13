"""The addresses that a paper leads to."""

import re
from typing import NamedTuple

from reader.core.paper import Paper
from reader.core.text import clean_address

_TRAILING = r"[.,;:!?)\]]+$"


class Link(NamedTuple):
    """A named address; `name` is short and stable."""

    name: str
    title: str
    address: str


def paper_links(paper: Paper) -> tuple[Link, ...]:
    """Return every link of a paper, the abstract page first; all of them are http(s) and safe to open."""
    from reader.core.prose import parse_prose  # late: lists are painted without it

    candidates = [
        ("abstract", "Abstract page", paper.url),
        ("pdf", "PDF", paper.pdf_url),
        ("huggingface", "Hugging Face", paper.huggingface_url),
        ("code", "Code", paper.github),
        ("project", "Project page", paper.project),
        ("doi", "Publisher", f"https://doi.org/{paper.doi}" if paper.doi else None),
        ("comments", "Comments", f"{paper.huggingface_url}#community" if paper.comments else None),
    ]
    runs = (
        run for text in (paper.abstract, paper.summary) if text for part in parse_prose(text) for run in part
    )
    candidates += [("", "In the abstract", run.target) for run in runs if run.target]
    links: dict[str, Link] = {}
    for name, title, address in candidates:
        if address and (safe := clean_address(re.sub(_TRAILING, "", address))) and safe not in links:
            links[safe] = Link(name, title, safe)
    return tuple(links.values())
