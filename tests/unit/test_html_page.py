"""Pages of Hugging Face saved as text: papers come out whole, furniture does not."""

import pytest

from reader.core.identifier import local_identifier
from reader.sources.page import parse_page

LONG = (
    "We study how tired readers find papers before coffee. Our method, called Morning, sorts them by mathcal{O}(n) "
    "effort and beats every baseline, e.g. alphabetical order, by 12.5% on three benchmarks. Ablations show that the "
    "second cup matters most. The code and all mugs are available at https://example.org/mugs"
)
SHORT = "We present a small thing. It works well."
TOP = """new

Get trending papers in your email inbox!

Subscribe

byAK and the research community

Mar 14
"""
CARD = """
Upvote

132

GitHub 3.29k

arXiv Page
·
10 authors

Published on Mar 14, 2026

Submitted by

some-user
"""
BOTTOM = """
Previous
1
2
Next
View all
Company
© Hugging Face
TOS
Privacy
"""

FURNITURE = """
Models
Daily Papers
Weekly
Trending Papers
12
1.2k
·
10 authors
· 10 authors
Submitted by
Submitted by some-user
Upvote 12
View all
GitHub
GitHub 3.29k
arXiv Page
Upvote 132 GitHub 3.29k arXiv Page
© Hugging Face
© 2026 Hugging Face
TOS
Published on Mar 14
Mar 14
14 Mar 2026
Mar 10 - Mar 16
2 days ago
Get trending papers in your email inbox once a day!
by AK and the research community
← Previous
▲ 132
+7
#2 Paper of the day
Some University · 5 authors · Published on Mar 14, 2026
some-user
AnnBee
"""


def pairs(text: str) -> list[tuple[str, str | None]]:
    return [(paper.title, paper.abstract) for paper in parse_page(text)]


def test_papers_come_out_whole_and_furniture_does_not() -> None:
    text = f"{TOP}\nTwo Words\n\n{LONG}\n{CARD}\nIs This a Title?\n\n{SHORT}\n{CARD}\n{BOTTOM}"
    assert pairs(text) == [("Two Words", LONG), ("Is This a Title?", SHORT)]
    assert parse_page(text)[0].id == local_identifier("Two Words")


@pytest.mark.parametrize(
    "title",
    [
        "Clustering is All You Need?",
        "Think Again! The Effect of Coffee on Reading",
        "Diffusion vs. Autoregression: A Comparison",
        "MR. Video: One Principle for Long Films",
        "gsplat: an open-source library for splatting",
        "An accurate detection is not all you need to combat label noise in web-noisy datasets",
        "All the Words of a Very Long Name: " + "On and On It Goes, " * 8 + "to the End",
        "Attention Is All You Need.",
        "Deep learning. What it is good for and why",
        "Hyperagents",
        "1.58-Bit Models and 4 Authors",
    ],
)
@pytest.mark.parametrize("abstract", [LONG, SHORT])
def test_titles_of_many_kinds_are_recognised(title: str, abstract: str) -> None:
    text = f"First Paper\n\n{LONG}\n\n{title}\n\n{abstract}\n\nLast Paper\n\n{LONG}"
    assert pairs(text) == [("First Paper", LONG), (title, abstract), ("Last Paper", LONG)]


@pytest.mark.parametrize(
    "line",
    FURNITURE.strip().splitlines(),
)
def test_furniture_between_title_and_abstract_is_passed_over(line: str) -> None:
    assert pairs(
        f"A Title of Some Length\n\n{line}\n\n{LONG}\n\n{line}\n\nAnother Title\n\n{SHORT}\n{line}"
    ) == [
        ("A Title of Some Length", LONG),
        ("Another Title", SHORT),
    ]


def test_a_submitter_with_a_full_name_is_no_title() -> None:
    text = f"The Title\n\nSubmitted by\n\nJane Doe\n\n{LONG}\n\nMeta Research\n\nNext One\n\n{SHORT}"
    assert pairs(text) == [("The Title", LONG), ("Next One", SHORT)]


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("\n\n", "\n \n\t\n\u00a0\n\n"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text + "\n\n" + text,
        lambda text: text + "\n",
    ],
    ids=["crlf", "bom", "no blank lines", "many blank lines", "no-break spaces", "twice", "final newline"],
)
def test_the_form_of_the_file_does_not_matter(changed) -> None:
    text = f"A First Title\n\n{LONG}\n\nA Second Title\n\n{SHORT}"
    assert pairs(changed(text)) == [("A First Title", LONG), ("A Second Title", SHORT)]


def test_paragraphs_belong_to_their_abstract() -> None:
    parts = [LONG, "It rests on three ideas:", "- Coffee is good.", SHORT, "Code: https://example.org/code"]
    text = "\n\n".join(["A Title", *parts, "Another Title", SHORT])
    assert pairs(text) == [("A Title", "\n\n".join(parts)), ("Another Title", SHORT)]


def test_lines_wrapped_by_the_saving_program_are_joined() -> None:
    import textwrap

    title = "A Title That Is Somewhat Longer Than What a Line of a Usual Terminal Window Has Room For"
    text = "\n\n".join("\n".join(textwrap.wrap(part, 72)) for part in (title, LONG, "Short One", LONG))
    assert pairs(text) == [(title, LONG), ("Short One", LONG)]


def test_a_page_without_papers_gives_none() -> None:
    assert parse_page(TOP + BOTTOM) == ()
    assert parse_page("") == ()
    assert parse_page("We use cookies to make this page better for you and everybody.\n") == ()


def test_lines_made_to_confuse_take_no_time() -> None:
    lines = [
        "github 1 " * 50_000,
        "github 1 Mar 14 2026 " * 4 + "xyz",
        "1," * 45 + "x",
        "12 k 12 k " * 9 + "x",
    ]
    assert pairs("\n\n".join([*lines, "A Title", SHORT])) == [("A Title", SHORT)]
