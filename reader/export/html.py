"""One web page that needs nothing else: no script, no font, no picture, light and dark."""

from collections.abc import Iterator, Sequence
from html import escape

from reader.core.entry import Entry
from reader.core.paper import Paper
from reader.core.prose import plain
from reader.export.label import abstract_of, dates_of, folded_authors, identifier_of

_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Papers</title>
<style>
:root { --text: #1f2328; --dim: #59636e; --ground: #ffffff; --line: #d8dee4; --accent: #0a5bd3; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e8eb; --dim: #9aa4af; --ground: #14171a; --line: #30363d; --accent: #79b0ff; }
}
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: var(--text); background: var(--ground);
  font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.1rem; color: var(--dim); font-weight: normal; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0; }
article { border-top: 1px solid var(--line); padding: 1.25rem 0; }
article p { margin: .4rem 0 0; }
.facts, .links { color: var(--dim); font-size: .9rem; }
.note { border-left: 3px solid var(--accent); padding-left: .75rem; white-space: pre-wrap; }
.tag { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .6rem; margin-right: .3rem; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
</style>
</head>
<body>
"""


def render(entries: Sequence[Entry]) -> str:
    """Return the page with one article for each paper, in the order given."""
    count = f"{len(entries)} paper{'' if len(entries) == 1 else 's'}"
    articles = "".join(f"<article>\n{''.join(_lines(entry))}</article>\n" for entry in entries)
    return f"{_HEAD}<h1>{count}</h1>\n{articles}</body>\n</html>\n"


def _lines(entry: Entry) -> Iterator[str]:
    paper, mark = entry.paper, entry.mark
    yield f"<h2>{_link(plain(paper.title), paper.url or paper.project)}</h2>\n"
    if paper.authors:
        yield f"<p>{escape(folded_authors(paper))}</p>\n"
    if facts := [*dates_of(paper), *filter(None, [identifier_of(paper)])]:
        yield f'<p class="facts">{escape(" · ".join(facts))}</p>\n'
    if mark.tags:
        tags = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in mark.tags)
        yield f'<p class="facts">{tags}</p>\n'
    if mark.note:
        yield f'<p class="note">{escape(mark.note)}</p>\n'
    if abstract := abstract_of(paper):
        for paragraph in plain(abstract).split("\n\n"):
            yield f"<p>{escape(paragraph)}</p>\n"
    if links := _links(paper):
        yield f'<p class="links">{links}</p>\n'


def _links(paper: Paper) -> str:
    places = (
        ("PDF", paper.pdf_url),
        ("Hugging Face", paper.huggingface_url),
        ("code", paper.github),
        ("project", paper.project),
    )
    return " · ".join(_link(name, address) for name, address in places if address)


def _link(text: str, address: str | None) -> str:
    if address is None or not address.startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(text)}</a>'
