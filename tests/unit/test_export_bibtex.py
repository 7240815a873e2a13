import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from reader.core.entry import Entry
from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.export.bibtex import render
from reader.export.key import citation_keys
from reader.export.latex import escape, protect

SPECIALS = r"&%$#_{}~^\ "
HOSTILE = [
    r"\input{/etc/passwd} and \write18{rm -rf}",
    r"$\input{/etc/passwd}$ and $\immediate\write18{id}$",
    r"\begin{filecontents}{x}\end{filecontents} \def\x{\x}\x",
    r"^^5cinput ^^5c{ $^^5cinput x$",
    r"}, title = {owned}} @misc{owned, title = {",
    r"{{{{ open }",
    r"close }}}} {",
    r"$unclosed {math",
    r"$ a } { b $ \} \{ $\{$",
    r"ends in a backslash \ ".strip(),
    r"\\\ \\ \textbf{unclosed \emph{",
    r'"quoted" @comment{x} % not a comment # 1 ~ ^',
    r"\textbackslash\input{x} \alpha{x} \'{ \" \c",
    r"\( \) \[ x \] $$ $$ $$$ $x$$y$",
    "<script>alert(1)</script> =1+1 [link=https://x] [/]",
]


def entry(**fields: object) -> Entry:
    return Entry(Paper(**({"id": "2608.01234", "title": "A Title"} | fields)))  # type: ignore[arg-type]


def balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def fields_of(bibtex: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) = \{?(.*?)\}?,$", bibtex, flags=re.MULTILINE))


def test_every_known_field_is_written() -> None:
    paper = Paper(
        id="1706.03762",
        title="Attention Is All You Need",
        authors=("Ashish Vaswani", "Łukasz Kaiser", "Laurens van der Maaten"),
        published=date(2017, 6, 12),
        categories=("cs.CL", "cs.LG"),
        doi="10.1234/a_b",
        abstract="We propose 100% attention.",
    )
    assert render([Entry(paper, Mark(tags=("to_read", "nlp"), note="My own & only"))]) == (
        "@misc{vaswani2017attention,\n"
        "  title = {Attention Is All You Need},\n"
        "  author = {Vaswani, Ashish and Kaiser, {\\L}ukasz and van der Maaten, Laurens},\n"
        "  year = {2017},\n"
        "  month = jun,\n"
        "  day = {12},\n"
        "  eprint = {1706.03762},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.CL},\n"
        "  doi = {10.1234/a_b},\n"
        "  url = {https://arxiv.org/abs/1706.03762},\n"
        "  keywords = {to\\_read, nlp, cs.LG},\n"
        "  annote = {My own \\& only},\n"
        "  abstract = {We propose 100\\% attention.},\n"
        "}\n"
    )


def test_a_local_paper_has_no_eprint_and_an_empty_list_is_an_empty_file() -> None:
    bibtex = render([entry(id="local-0123456789ab", title="Only a Title")])
    assert fields_of(bibtex) == {
        "title": "Only a Title",
        "paperid": "local-0123456789ab",
        "key": "anonymousnodateonly",
    }
    assert bibtex.startswith("@misc{anonymousnodateonly,")
    assert render([]) == "\n"


def test_the_same_paper_twice_is_one_item() -> None:
    assert render([entry(), entry()]).count("@misc") == 1


def test_the_summary_of_a_sample_is_labelled() -> None:
    assert "abstract = {(sample summary) Ours.}" in render([entry(abstract="Ours.", sample=True)])


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        (
            "Fig.~1 of a~b~{c}, ~100 or 3~5, a ~ b",
            r"Fig.~1 of a~b~{c}, \textasciitilde{}100 or 3\textasciitilde{}5, a \textasciitilde{} b",
        ),
        ("R&D 50% #1 a_b ~x ^y", r"R\&D 50\% \#1 a\_b \textasciitilde{}x \textasciicircum{}y"),
        (r"Prefill \& Decode \%", r"Prefill \& Decode \%"),
        (r"\textbf{Bold} \emph{x_y}", r"\textbf{Bold} \emph{x\_y}"),
        (r"{\bf 56}", r"\textbf{56}"),
        ("a } b { c", r"a \textbraceright{} b \textbraceleft{} c"),
        ("{T}he", "{T}he"),
        ("for $200k or 1$", r"for \$200k or 1\$"),
        ("costs $5 and $6, $x_1$", r"costs \$5 and \$6, $x_1$"),
        (r"$O(n^2)$ and \(x\)", "$O(n^2)$ and $x$"),
        (r"$\{x\}$", r"$\{x\}$"),
        (r"$\left\{x\right.$", r"$\left\lbrace x\right.$"),
        (r"$\mathbb{R}^n$ \mathcal{O}(n) \alpha", r"$\mathbb{R}^n$ $\mathcal{O}$(n) $\alpha$"),
        (
            r"$\sqrt$2, $x^$, $\left( x$",
            r"\$\textbackslash{}sqrt\$2, \$x\textasciicircum{}\$, \$\textbackslash{}left( x\$",
        ),
        ("$50% & #$", r"$50\% \& \#$"),
        ("Gödel Erdős Łódź ß Šşı", r"G{\"o}del Erd{\H{o}}s {\L}{\'o}d{\'z} {\ss} {\v{S}}{\c{s}}{\i}"),
        (r"Schr\"odinger Erd\H{o}s {\'e} \'{\i} \o{}", r"Schr{\"o}dinger Erd{\H{o}}s {\'e} {\'\i} {\o}"),
        ("α-π^3 ≤ ∞", r"$\alpha$-$\pi$\textasciicircum{}3 $\leq$ $\infty$"),
        ("中文 Привет", "中文 Привет"),
        ("“q” – ‘r’ …", r"``q'' -- `r' \ldots{}"),
    ],
)
def test_text_becomes_latex(text: str, latex: str) -> None:
    assert escape(text) == latex


def test_the_papers_own_organization_is_no_person() -> None:
    bibtex = render([entry(authors=("Moon Shot", "Ann Lee"), organization="Moon Shot")])
    assert "author = {{Moon Shot} and Lee, Ann}" in bibtex


def test_commands_of_the_authors_own_are_read_as_words_in_an_abstract() -> None:
    abstract = r"We show \ours{}, \ie \method\xspace of https://x.org/a{our page} \emph{and} $\ours{x}$ \textcolor{red}{b}."
    written = render([entry(abstract=abstract)])
    assert r"We show ours, i.e. method of our page \emph{and} $\mathrm{ours}{x}$ {b}." in written


def test_what_a_person_wrote_is_no_latex() -> None:
    mark = Mark(tags=(r"\alpha_{x}", "a, b"), note="5% of $x$ -- ``q''")
    written = render([Entry(entry().paper, mark)])
    assert r"keywords = {\textbackslash{}alpha\_\textbraceleft{}x\textbraceright{}, {a, b}}" in written
    assert r"annote = {5\% of \$x\$ -{}- `{}`q'{}'}" in written


def test_escaping_what_was_escaped_for_latex_already_changes_nothing() -> None:
    once = escape("50\\% of $O(n)$ & Gödel_1 π")
    assert escape(once) == once


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_text_is_literal_and_balanced(title: str) -> None:
    latex = protect(escape(title))
    assert balanced(latex)
    assert balanced(re.sub(r"\\[{}]", "", latex))
    assert not re.search(r"\\(input|write|immediate|def|begin|end|x)(?![a-z])", latex)
    assert "^^" not in latex
    assert not re.search(r"(?<!\\)[%#&]", latex)
    assert len(re.findall(r"(?<!\\)\$", latex)) % 2 == 0
    assert len(re.findall(r"^@", render([entry(title=title, authors=(title,))]), flags=re.MULTILINE)) == 1


def test_harmful_commands_stay_readable() -> None:
    assert escape(r"\input{a}") == r"\textbackslash{}input\textbraceleft{}a\textbraceright{}"
    assert escape(r"$\input{a}$") == r"$\mathrm{input}{a}$"


@pytest.mark.parametrize(
    ("title", "protected"),
    [
        ("DINO and BERT: A Vision-Language iPhone", "{DINO} and {BERT}: A Vision-Language {iPhone}"),
        ("GPT-4 in 3D with Top-K", "{GPT}-4 in {3D} with Top-{K}"),
        (r"$\Delta$ Law", r"{$\Delta$} Law"),
        (r"Erd{\H{o}}s and {\'E}COLE", r"Erd{\H{o}}s and {{\'E}COLE}"),
        ("{T}he {SAM}", "{T}he {SAM}"),
    ],
)
def test_capitals_that_a_style_would_lower_are_protected(title: str, protected: str) -> None:
    assert protect(title) == protected


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Ashish Vaswani", "Vaswani, Ashish"),
        ("Vaswani, Ashish", "Vaswani, Ashish"),
        ("Hal Daumé III", r"Daum{\'e}, III, Hal"),
        ("Guy Van den Broeck", "Van den Broeck, Guy"),
        ("jinghong lan", "lan, jinghong"),
        ("DreamX Team", "{DreamX Team}"),
        ("Inclusion AI", "{Inclusion AI}"),
        ("Bytedance Seed", "{Bytedance Seed}"),
        ("The Viet Bui", "Bui, The Viet"),
        ("Mengyi DENG", "DENG, Mengyi"),
        ("Yann LeCun", "LeCun, Yann"),
        ("OpenAI", "{OpenAI}"),
        ("others", "{others}"),
        ("Alice and Bob Inc", "{Alice and Bob Inc}"),
        ("and Lei Bai", "Bai, Lei"),
        ("A, B, C, D", "{A, B, C, D}"),
        ("Evil} Name{", r"{Evil\textbraceright{} Name\textbraceleft{}}"),
        ("王 小明", "小明, 王"),
    ],
)
def test_names_are_parted_by_bibtex_as_they_are_by_people(author: str, written: str) -> None:
    assert fields_of(render([entry(authors=(author,))]))["author"].strip("{}") == written.strip("{}")
    assert f"author = {{{written}}}" in render([entry(authors=(author,))])


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        (
            {"id": "1706.03762", "authors": ("Ashish Vaswani",), "title": "On the Attention"},
            "vaswani2017attention",
        ),
        ({"authors": ("Laurens van der Maaten",), "title": "t-SNE"}, "vandermaaten2026sne"),
        ({"authors": ("Łukasz Gödel",), "title": "Élan vital"}, "godel2026elan"),
        ({"authors": ("DreamX Team",), "title": "2026: X"}, "dreamx2026x"),
        ({"authors": ("Hal Daumé III",), "title": "$O(n)$ Search"}, "daume2026search"),
        ({"authors": (), "title": "中文"}, "anonymous2026"),
        ({"authors": ("王小明",), "title": "中文"}, "arxiv260801234"),
        ({"id": "math/0611800", "authors": ("Ann Lee",), "title": "Groups"}, "lee2006groups"),
        ({"id": "hep-th/9901001", "authors": ("Ann Lee",), "title": "Strings"}, "lee1999strings"),
    ],
)
def test_keys(fields: dict[str, object], key: str) -> None:
    assert list(citation_keys([entry(**fields)]).values()) == [key]


def test_keys_are_unique_and_a_later_paper_renames_none() -> None:
    papers = [entry(id=f"2608.{number:05}", authors=("Ann Lee",), title="Groups") for number in range(40)]
    older = citation_keys(papers[:30][::-1])
    newer = citation_keys(papers)
    assert len(set(newer.values())) == 40
    assert newer["2608.00000"] == "lee2026groups"
    assert newer["2608.00001"] == "lee2026groupsa"
    assert newer["2608.00027"] == "lee2026groupsaa"
    assert {name: newer[name] for name in older} == older


def test_a_letter_behind_a_key_never_meets_another_key() -> None:
    papers = [
        entry(id=f"2608.{number:05}", authors=("Ann Lee",), title=title)
        for number, title in enumerate(["Group", "Group", "Groupa"])
    ]
    assert len(set(citation_keys(papers).values())) == 3


def bibliography() -> str:
    """Return a file of all that is hard, with one paper of 664 authors."""
    titles = [*HOSTILE, SPECIALS, "Gödel & Łukasz: α ≤ π", r"$\mathcal{O}(n)$ of DINO", "中文"]
    papers = [
        entry(
            id=f"2608.{number:05}",
            title=title,
            authors=(title, "Ann Lee"),
            published=date(2026, 8, 1),
            abstract=title,
        )
        for number, title in enumerate(titles)
    ]
    many = entry(
        id="2608.09999",
        authors=tuple(f"Ann B. Lee{'abcdefghij'[n % 10] * (n // 10 + 1)}" for n in range(664)),
    )
    return render([*papers, many])


def items(bibtex: str) -> int:
    return len(re.findall(r"^@misc", bibtex, flags=re.MULTILINE))


@pytest.mark.skipif(not shutil.which("bibtex"), reason="bibtex is not installed")
def test_bibtex_takes_it(tmp_path: Path) -> None:
    bibtex = bibliography()
    (tmp_path / "x.bib").write_text(bibtex, encoding="utf-8")
    (tmp_path / "x.aux").write_text(
        "\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{x}\n", encoding="utf-8"
    )
    done = subprocess.run(["bibtex", "x"], cwd=tmp_path, capture_output=True, text=True, check=False)
    if "couldn't open style file" in done.stdout:
        pytest.skip("bibtex has no styles")
    assert done.returncode == 0, done.stdout
    assert "Warning--" not in done.stdout.replace("Warning--empty author", "")
    assert (tmp_path / "x.bbl").read_text(encoding="utf-8").count("\\bibitem") == items(bibtex)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("biber"), reason="biber is not installed")
def test_biber_takes_it(tmp_path: Path) -> None:
    bibtex = bibliography()
    (tmp_path / "x.bib").write_text(bibtex, encoding="utf-8")
    command = ["biber", "--tool", "-O", "y.bib", "x.bib"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "WARN" not in done.stdout
    assert "ERROR" not in done.stdout
    assert (tmp_path / "y.bib").read_text(encoding="utf-8").lower().count("@misc{") == items(bibtex)
