"""LaTeX mathematics as one line of Unicode that reads well in a terminal.

The parser turns a formula into atoms, as TeX does, and the layout puts space between them by their roles.
What is not known is shown under its bare name.
"""

from reader.core.latex_command import chemistry
from reader.core.latex_layout import layout
from reader.core.latex_parser import Parser

__all__ = ("chemistry", "to_unicode")


def to_unicode(source: str) -> str:
    """Return the inside of a math span (without its dollar signs) as one line of readable Unicode."""
    if source.isascii() and source.isalnum():
        return source
    return layout(Parser(source).sequence(())).strip()
