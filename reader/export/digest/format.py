"""The one table of the forms of a digest."""

from importlib import import_module

from reader.core.digest import Digest, DigestFormat

_MODULES = {
    # The front gives it the colours of the terminal.
    DigestFormat.TERMINAL: "text",
    DigestFormat.TEXT: "text",
    DigestFormat.MARKDOWN: "markdown",
    DigestFormat.HTML: "html",
    DigestFormat.ATOM: "atom",
    DigestFormat.JSON: "record",
}


def render(digest: Digest, form: DigestFormat) -> str:
    """Return a digest in a form."""
    text: str = import_module(f"reader.export.digest.{_MODULES[form]}").render(digest)
    return text
