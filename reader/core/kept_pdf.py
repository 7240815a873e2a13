"""A PDF on disk, a download on its way, and what a person sets about both."""

from pathlib import Path
from typing import NamedTuple

SIZE_LIMIT = 200 * 2**20
"""Largest PDF that is downloaded, in bytes."""

PART = ".part"
"""What the name of a file ends in that is not whole."""

BESIDE = ".part.json"
"""What the name of the file beside it ends in, which says of what it is a part."""


class PdfSettings(NamedTuple):
    """What a person wants of PDFs."""

    folder: str | None = None
    """Where they are kept; `None` for a folder `pdfs` beside the library."""
    name: str = "{author} {year} - {title} ({id}).pdf"
    """The template of their names."""
    viewer: tuple[str, ...] = ()
    """A command that opens a file; empty for the system's own."""


NO_PDF_SETTINGS = PdfSettings()
"""What holds where nothing is said."""


class KeptPdf(NamedTuple):
    """A file of a paper; `size` is in bytes."""

    identifier: str
    path: Path
    size: int
    whole: bool = True
    """Whether it is all there, and not a download that goes on later."""


def is_pdf(head: bytes) -> bool:
    """Tell whether a file that begins so is a PDF; readers allow a few lines before its sign."""
    return head[:1024].lstrip().startswith(b"%PDF-")


def size_label(size: int) -> str:
    """Return 900 bytes, 12 kB, 3.1 MB, 120 MB, 1.2 GB."""
    if size < 1_000:
        return f"{size} bytes"
    for unit in ("kB", "MB", "GB"):
        size_in_unit = size / 1_000 ** (("kB", "MB", "GB").index(unit) + 1)
        if size_in_unit < 9.95 and unit != "kB":
            return f"{size_in_unit:.1f} {unit}"
        if size_in_unit < 999.5:
            return f"{size_in_unit:.0f} {unit}"
    return f"{size / 1e9:,.0f} GB"


def transfer_label(done: int, total: int | None) -> str:
    """Return how far a download is: `3.1 of 12 MB, 25 %`."""
    if not total:
        return size_label(done)
    done_label, total_label = size_label(done), size_label(total)
    if done_label.rpartition(" ")[2] == total_label.rpartition(" ")[2]:
        done_label = done_label.rpartition(" ")[0]
    return f"{done_label} of {total_label}, {100 * done // total} %"
