"""A papers page of huggingface.co, saved as text: titles and abstracts among the page's furniture."""

import re
from dataclasses import dataclass, field

from reader.core.border import paper_from_record
from reader.core.errors import FormatError
from reader.core.origin import PAGE
from reader.core.paper import Paper

TITLE_LIMIT = 220
"""Longest title expected, in characters; a longer line is an abstract."""

_FURNITURE_LIMIT = 100
"""Longest line of furniture with letters in it, in characters."""

_WRAPPED_WIDTHS = (50, 130)
"""Lengths of the lines of a paragraph that was wrapped by the program that saved the page."""

_FURNITURE_WORDS = frozenset(
    """
    about|abstract|add to collection|ai & ml interests|ai-generated summary|all|api|arxiv|arxiv page|articles
    |back to articles|blog|blog articles|brand assets|browse|browse papers|buckets|careers|changelog|chat|code
    |collections|comment|comments|community|company|contact|cookies|copy|daily|daily papers|datasets|day|demo
    |discord|docs|documentation|enterprise|enterprise support|expert support|filter|following|footer|forum
    |get trending papers in your email inbox|get trending papers in your email inbox once a day|github
    |go to page|hf|home|hugging face|hugging face papers|hugging face pro|huggingchat|inference endpoints
    |inference providers|jobs|languages|learn|like|likes|load more|log in|login|log out|menu|model|models|month
    |monthly|monthly papers|more|navigation|new|newest|newsletter|next|notifications|organizations|page|paper
    |paper page|papers|papers with code|pdf|posts|press|previous|pricing|privacy|privacy policy|profile|project
    |project page|published|read more|reply|search|search papers|service status|settings|share|show less
    |show more|sign in|sign up|sign up or log in|similar papers|sitemap|skip to content|skip to main content
    |solutions|sort|sort by|spaces|spaces gpu|storage buckets|submit|submit a paper|submit paper|subscribe
    |support|system theme|tasks|team & enterprise|terms|terms of service|today|tos|trending|trending papers|tweet
    |upvote|upvotes|view all|view arxiv page|view on arxiv|view paper|view pdf|website|week|weekly|weekly papers
    """.replace("\n", " ")
    .replace(" |", "|")
    .strip()
    .split("|")
)

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?"
_DAY = (
    rf"{_WEEKDAY}(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}\s+{_MONTH}(?:,?\s+\d{{4}})?|{_MONTH},?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{4}}-W\d{{2}})"
)
_FIGURE = (
    rf"(?:(?:published|submitted|listed|updated)\s+(?:on\s+)?)?{_DAY}(?:\s*[-–—]\s*{_DAY})?"
    r"|(?:about\s+|over\s+)?(?:\d+|an?)\s+(?:second|minute|hour|day|week|month|year)s?\s+ago"
    r"|(?:upvotes?|github|stars?|comments?|likes?|week|page|[▲△⬆↑★☆✉+#-])\s*[\d.,]+\s*[km]?"
    r"|[+~]?[\d.,]+\s*[km]?\s*(?:authors?|comments?|upvotes?|likes?|stars?|replies|reply|papers?|pages?|min\s+read)?"
    r"|(?:github|arxiv\s+page|upvotes?)"
)
_FIGURES = re.compile(rf"(?:{_FIGURE})(?:[\s·•|]+(?:{_FIGURE}))*", re.IGNORECASE)
_SENTENCE_OF_PAGE = re.compile(
    r"by\s*AK\s+and\s+the\s+research\s+community.*|.{0,40}©.{0,40}|submitted\s+by\s*\S{0,40}"
    r"|#\d+\s+paper\s+of\s+the\s+\w+|hugging\s+face['’]s\s+logo.{0,30}|view\s+all\s+\d+.{0,30}",
    re.IGNORECASE,
)
_SUBMITTER_NEXT = re.compile(r"submitted\s+by", re.IGNORECASE)

_CLOSED = re.compile(r"[.。…][\"'”’)\]}]*$")
_SENTENCE_BREAK = re.compile(r"(?:[^\W_]{3}|[)\]}%\"”])\.[\"”)]* (?=[^\W\d_a-z])|[。！？]")
_LEADING_MARK = re.compile(r"(?:[-*•‣–]|\(?\d{1,2}[.)]|\([a-z]{1,3}\))\s")


@dataclass
class _Found:
    """A paper being read: its abstract grows by further paragraphs."""

    title: str
    abstract: str
    open: bool = True
    """Whether the next line may still belong to the abstract."""


@dataclass
class _Reading:
    """What has been understood up to a line of the page."""

    found: list[_Found] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    """Lines since the last abstract that may be the next title."""
    names: list[str] = field(default_factory=list)
    """The same, but looking like somebody's name."""
    name_follows: bool = False
    """Whether the line before announced the name of a submitter."""

    def close(self) -> None:
        """End the abstract: what follows is not part of it."""
        if self.found:
            self.found[-1].open = False


def parse_page(text: str) -> tuple[Paper, ...]:
    """Return the papers of a saved page in its order, each once; `()` when it holds none.

    An abstract is a line that reads like prose; its title is the nearest line above that is no furniture.
    """
    reading = _Reading()
    gap = "\n"
    for line in _lines(text):
        if not line:
            gap = "\n\n"
            continue
        if _is_furniture(line):
            reading.name_follows = _SUBMITTER_NEXT.fullmatch(line) is not None
            reading.close()
        else:
            _take(reading, line, gap)
            reading.name_follows = False
        gap = "\n"
    papers: dict[str, Paper] = {}
    for found in reading.found:
        try:
            paper = paper_from_record({"title": found.title, "abstract": found.abstract}, source=PAGE)
        except FormatError:
            continue
        papers.setdefault(paper.id, paper)
    return tuple(papers.values())


def _take(reading: _Reading, line: str, gap: str) -> None:
    current = reading.found[-1] if reading.found and reading.found[-1].open else None
    if current and (_is_prose(line) or _continues(line)):
        current.abstract += gap + line
    elif _is_prose(line):
        if candidates := reading.titles or reading.names:
            reading.found.append(_Found(candidates[-1], line))
        reading.titles.clear()
        reading.names.clear()
    else:
        reading.close()
        (reading.names if reading.name_follows or " " not in line else reading.titles).append(line)


def _lines(text: str) -> list[str]:
    """Return the lines with white space squashed, "" for blank ones, wrapped paragraphs joined."""
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text.removeprefix("\ufeff"))
    squashed = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    blocks = [block.split("\n") for block in re.split(r"\n{2,}", squashed)]
    # In a page that was wrapped as a whole, long titles were broken too.
    page_is_wrapped = all(map(_has_wrapped_widths, blocks)) and any(map(_is_wrapped, blocks))
    lines: list[str] = []
    for rows in blocks:
        joined = _is_wrapped(rows) or (page_is_wrapped and len(rows[0]) >= _WRAPPED_WIDTHS[0])
        lines += [" ".join(rows)] if joined else rows
        lines.append("")
    return lines


def _is_wrapped(rows: list[str]) -> bool:
    """Tell whether the program that saved the page broke one paragraph into `rows`."""
    if len(rows) < 2 or not _has_wrapped_widths(rows):
        return False
    typical = sorted(len(row) for row in rows[:-1])[(len(rows) - 1) // 2]
    inside = sum(row[0].islower() for row in rows[1:] if row)
    return typical >= _WRAPPED_WIDTHS[0] and 2 * inside >= len(rows) - 1


def _has_wrapped_widths(rows: list[str]) -> bool:
    return all(len(row) <= _WRAPPED_WIDTHS[1] or " " not in row for row in rows)


def _is_furniture(line: str) -> bool:
    if not any(character.isalpha() for character in line):
        return True
    if len(line) > _FURNITURE_LIMIT:
        return False
    if _FIGURES.fullmatch(line) or _SENTENCE_OF_PAGE.fullmatch(line):
        return True
    parts = [part.strip(" .!:…→←›‹»«<>|") for part in re.split("[·•]", line)]
    known = [not part or part.casefold() in _FURNITURE_WORDS or _FIGURES.fullmatch(part) for part in parts]
    # A dot parts a name from counts and dates: one of them gives the whole line away.
    return any(known)


def _is_prose(line: str) -> bool:
    """Tell whether a line is a paragraph of sentences and not a title."""
    if len(line) > TITLE_LIMIT:
        return True
    if _is_title_case(line):
        return False
    several = _SENTENCE_BREAK.search(line) is not None
    if _CLOSED.search(line):
        return several or len(line.split()) >= 8 or len(line) > 60
    return several and (len(line) > 100 or "://" in line or line.endswith(("?", "!")))


def _is_title_case(line: str) -> bool:
    """Tell whether most of the longer words begin with a capital."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", line) if len(word) > 3]
    return len([word for word in words if word[0].isupper()]) > 0.6 * len(words)


def _continues(line: str) -> bool:
    """Tell whether a short line right after an abstract is its next paragraph, such as “Code: https://…”."""
    announcing = line.endswith((":", ";", ",")) and len(line.split()) > 3
    return announcing or "://" in line or _LEADING_MARK.match(line) is not None
