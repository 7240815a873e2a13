import zlib

import pytest

from reader.core.document import Form, Heading, Paragraph, joined
from reader.core.errors import FormatError
from reader.document.pdf import parse_pdf

pytest.importorskip("pypdf")


def pdf(*pages: list[str]) -> bytes:
    """Return a PDF with lines of text on its pages."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode())
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for number, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        stream = zlib.compress(f"BT /F1 12 Tf 72 720 Td {shown}ET".encode())
        head = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * number} 0 R>>"
        objects.append(head.encode())
        objects.append(
            f"<</Length {len(stream)}/Filter/FlateDecode>>stream\n".encode() + stream + b"\nendstream"
        )
    body = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj".encode() + content + b"endobj\n"
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    body += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    body += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(body)


def test_words_of_the_pages_as_paragraphs() -> None:
    found = parse_pdf(pdf(["A tide ta-", "ble is old.", "Gates are new."], ["More."]))
    assert found.form is Form.PDF
    assert [joined(b.content) for b in found.blocks if isinstance(b, Heading | Paragraph)] == [
        "Page 1",
        "A tide table is old.",
        "Gates are new.",
        "Page 2",
        "More.",
    ]
    assert found.notices == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>log in</html>",
        b"%PDF-1.4\n",
        b"%PDF-1.7\n" + b"\x00" * 5_000,
        pdf(["words"])[:300],
        pdf([]),
    ],
)
def test_what_has_no_words_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="PDF"):
        parse_pdf(data)
