"""Whether an answer is there as a whole, and what it says it is."""

from reader.core.errors import FormatError
from reader.core.kept_pdf import is_pdf


def something(body: bytes) -> bytes:
    """Return an answer that is not empty; `FormatError` for another."""
    if not body:
        raise FormatError("There is nothing in it.")
    return body


def whole_page(body: bytes) -> bytes:
    """Return a page that has its end; `FormatError` for another."""
    if b"</html" not in body[-10_000:].lower():
        raise FormatError("The page ends in the middle.")
    return body


def whole_pdf(body: bytes) -> bytes:
    """Return a PDF; `FormatError` for anything else."""
    if not is_pdf(body):
        raise FormatError("That is no PDF.")
    return body
