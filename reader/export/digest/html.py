"""A digest as one page that loads nothing, light and dark, in browsers and in mail programs.

Mail programs drop variables and much else of CSS, so what matters stands at each element; the dark colours come from
one rule for those that know it.
"""

from collections.abc import Iterator
from html import escape

from reader.core.digest import Digest, DigestItem
from reader.export.digest.part import (
    authors_of,
    facts_of,
    heading_of,
    home_of,
    is_address,
    lead_of,
    more_of,
    places_of,
    reason_of,
    summary_of,
    title_of,
)

_TEXT = "color:#1f2328"
_DIM = "color:#59636e;font-size:14px"
_LINK = "color:#0a5bd3;text-decoration:none"

_SHORT = 24
"""Characters that fit into a line of any telephone."""

_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
@media (prefers-color-scheme: dark) {{
  body, .page {{ background: #14171a !important; color: #e6e8eb !important; }}
  .text {{ color: #e6e8eb !important; }}
  .dim {{ color: #9aa4af !important; }}
  .line {{ border-color: #30363d !important; }}
  a {{ color: #79b0ff !important; }}
}}
</style>
</head>
<body style="margin:0;padding:0;background:#ffffff;{text}">
<div class="page" style="max-width:640px;margin:0 auto;padding:24px 16px;background:#ffffff;{text};\
font:16px/1.55 system-ui,-apple-system,'Segoe UI',sans-serif;overflow-wrap:anywhere">
"""


def render(digest: Digest) -> str:
    """Return the page with a section for each group."""
    parts = [
        _HEAD.format(title=escape(digest.title), text=_TEXT),
        f'<h1 class="text" style="font-size:20px;margin:0;{_TEXT}">{escape(digest.title)}</h1>\n',
        f'<p class="dim" style="margin:4px 0 0;{_DIM}">{escape(lead_of(digest))}</p>\n',
    ]
    for group in digest.groups:
        parts.append(
            f'<h2 class="text line" style="font-size:17px;margin:28px 0 0;padding:0 0 6px;'
            f'border-bottom:2px solid #d8dee4;{_TEXT}">{escape(heading_of(group))}</h2>\n'
        )
        parts += [piece for item in group.items for piece in _pieces(item)]
        if more := more_of(group):
            parts.append(_paragraph(escape(more), dim=True))
    return "".join(parts) + "</div>\n</body>\n</html>\n"


def _pieces(item: DigestItem) -> Iterator[str]:
    paper = item.entry.paper
    yield '<div class="line" style="padding:14px 0;border-bottom:1px solid #d8dee4">\n'
    yield (
        f'<h3 class="text" style="font-size:16px;line-height:1.35;margin:0;{_TEXT}">'
        f"{_link(title_of(paper), home_of(paper))}</h3>\n"
    )
    if paper.authors:
        yield _paragraph(escape(authors_of(paper)), dim=True)
    if facts := facts_of(item):
        yield _paragraph(" · ".join(map(_fact, facts)), dim=True)
    if summary := summary_of(paper):
        yield _paragraph(escape(summary))
    yield _paragraph(escape(reason_of(item)), dim=True)
    if places := places_of(paper):
        yield _paragraph(" · ".join(_link(name, address) for name, address in places), dim=True)
    yield "</div>\n"


def _paragraph(content: str, *, dim: bool = False) -> str:
    name, style = ("dim", _DIM) if dim else ("text", _TEXT)
    return f'<p class="{name}" style="margin:5px 0 0;{style}">{content}</p>\n'


def _fact(text: str) -> str:
    """Return a count or date that is not broken at its hyphens; what is long, such as the name of a lab, may be."""
    return f'<span style="white-space:nowrap">{escape(text)}</span>' if len(text) <= _SHORT else escape(text)


def _link(text: str, address: str | None) -> str:
    if address is None or not is_address(address):
        return escape(text)
    return f'<a href="{escape(address)}" rel="noopener noreferrer" style="{_LINK}">{escape(text)}</a>'
