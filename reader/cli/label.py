"""How files, numbers of papers and the addresses of a paper are called."""

from reader.core.paper import Paper
from reader.core.text import clean_line


def file_label(name: str) -> str:
    """Return the name of a file as it was typed, for a sentence."""
    return "standard input" if name == "-" else clean_line(name, 200)


def papers_label(number: int) -> str:
    """Return `1 paper`, `12 papers`."""
    return f"{number:,} {'paper' if number == 1 else 'papers'}"


def named_addresses(paper: Paper) -> tuple[tuple[str, str | None], ...]:
    """Return where a paper is to be found, each behind its name; `None` where that is not known."""
    return (
        ("Abstract page", paper.url),
        ("PDF", paper.pdf_url),
        ("Hugging Face", paper.huggingface_url),
        ("Code", paper.github),
        ("Project", paper.project),
        ("DOI", f"https://doi.org/{paper.doi}" if paper.doi else None),
    )
