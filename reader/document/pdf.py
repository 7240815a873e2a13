"""The text of a PDF as paragraphs: words and little else, for papers that have no other text."""

import re
from io import BytesIO
from typing import Final

from reader.core.document import Block, Document, Form, Heading, Inline, Paragraph
from reader.core.errors import FormatError
from reader.core.text import clean_block

SIZE_LIMIT: Final = 32 * 2**20
PAGE_LIMIT: Final = 600
_HYPHEN: Final = re.compile(r"(?<=[a-zß-ÿ])-\n(?=[a-zß-ÿ])")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?:])\n(?=[A-Z0-9•])")


def can_read_pdf() -> bool:
    """Tell whether the package that reads PDFs is there."""
    from importlib.util import find_spec

    return find_spec("pypdf") is not None


def parse_pdf(data: bytes, address: str = "") -> Document:
    """Return the words of a PDF from `address`; `FormatError` where there are none."""
    if not data.lstrip()[:5] == b"%PDF-":
        raise FormatError("The file is no PDF, whatever its name says; it was not read.")
    if len(data) > SIZE_LIMIT:
        raise FormatError(f"The PDF is larger than {SIZE_LIMIT // 2**20} MB; open it in a viewer.")
    pages, more = _pages(data)
    blocks: list[Block] = []
    for number, text in enumerate(pages, start=1):
        paragraphs = [part for part in _paragraphs(text) if part]
        if paragraphs:
            blocks.append(Heading((Inline(f"Page {number}"),), 2, anchor=f"page.{number}"))
            blocks += [Paragraph((Inline(part),)) for part in paragraphs]
    if not blocks:
        raise FormatError("The PDF holds no words, only pictures of them; open it in a viewer.")
    notices = (f"Only the first {PAGE_LIMIT} pages are shown.",) if more else ()
    return Document(tuple(blocks), form=Form.PDF, notices=notices)


def _pages(data: bytes) -> tuple[list[str], bool]:
    """Return the text of each page, and whether there are more."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(data))
        count = len(reader.pages)
        return [reader.pages[n].extract_text() for n in range(min(count, PAGE_LIMIT))], count > PAGE_LIMIT
    except (
        *(PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError),
        *(RecursionError, NotImplementedError, OSError, ArithmeticError, AssertionError, MemoryError),
    ) as error:
        # A broken PDF breaks its reader in many ways; every one of them says the same.
        raise FormatError("The PDF is broken or protected, and its text cannot be read.") from error


def _paragraphs(text: str) -> list[str]:
    """Return a page as paragraphs: parted by blank lines, or by lines that end with a sentence."""
    joined = _HYPHEN.sub("", text)
    broken = _SENTENCE_END.sub("\n\n", joined) if "\n\n" not in joined else joined
    return clean_block(broken).split("\n\n")
