"""A service on the loopback address that has one PDF, and gives parts of it as arXiv does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.fake_service import Answer, Asked


def pdf(size: int = 200_000, fill: bytes = b"a") -> bytes:
    """Return what looks like a PDF of so many bytes from outside."""
    head, tail = b"%PDF-1.7\n", b"\n%%EOF\n"
    return head + fill * (size - len(head) - len(tail)) + tail


@dataclass
class PdfService:
    """Answers requests for `body`; `cuts` are how many bytes the next answers bring before the connection ends."""

    body: bytes = field(default_factory=pdf)
    tag: str = '"one"'
    cuts: list[int] = field(default_factory=list)
    instead: list[Answer] = field(default_factory=list)
    """Answers that come first."""
    headers: Mapping[str, str] = field(default_factory=dict)
    takes_ranges: bool = True
    ranges: list[str] = field(default_factory=list)
    """What was asked for each time; an empty text for all of it."""

    def __call__(self, asked: Asked) -> Answer:
        self.ranges.append(asked.headers.get("range", ""))
        if self.instead:
            return self.instead.pop(0)
        headers = {
            "Content-Type": "application/pdf",
            **({"ETag": self.tag} if self.tag else {}),
            **self.headers,
        }
        cut = self.cuts.pop(0) if self.cuts else None
        part = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))
        if part is None or not self.takes_ranges or asked.headers.get("if-range") != self.tag:
            return Answer(self.body, headers=headers, cut=cut)
        start, whole = int(part[1]), len(self.body)
        if start >= whole:
            return Answer(b"", 416, {"Content-Range": f"bytes */{whole}"})
        headers["Content-Range"] = f"bytes {start}-{whole - 1}/{whole}"
        return Answer(self.body[start:], 206, headers, cut=cut)
