"""Invented papers that look like real ones."""

from reader.core.border import paper_from_record
from reader.core.paper import Paper
from tests.document_page import equation, figure, math, page, para, section, table

_ABSTRACT = (
    "Attention reads every past token at every step, so a context of $n$ tokens costs $O(n^2)$ and a cache of"
    " $O(n)$ keys. We show that for queries with $\\lVert q \\rVert_2 \\le \\rho$ the softmax kernel"
    " $\\exp(q^\\top k / \\sqrt{d})$ is approximated within $\\varepsilon$ by $m = \\mathcal{O}(\\rho^2 \\log"
    " \\frac{1}{\\varepsilon})$ running moments, which need no cache at all. The estimator is unbiased,"
    " $\\mathbb{E}[\\hat{a}_t] = a_t$, and its variance decays as $t^{-1/2}$.\n\n"
    "On nine public collections our model, `driftwood-1b`, matches a cached baseline ($\\Delta < 0.3\\%$) with"
    " 41 times less memory at $n = 10^6$. Code and weights are at https://example.org/driftwood."
)
_SUMMARY = "Replaces the key-value cache of attention by a fixed number of running moments, with a proven error bound."
_ROWS = (
    ("Driftwood: Streaming Attention with Running Moments Instead of a Cache", 412, 4130, "2026-08-20"),
    ("How Far Do Small Models See? A Study of Context below 1B Parameters", 297, 812, "2026-08-20"),
    ("A Calculus of Prompts", 245, None, "2026-08-19"),
    ("Robots That Ask: Clarifying Questions for Manipulation under Ambiguity", 188, 96, "2026-08-20"),
    ("Learning $\\mathcal{O}(\\sqrt{n})$ Schedules for Discrete Diffusion", 171, 1240, "2026-08-18"),
    ("Reward Models Prefer Longer Gardens", 133, 58, "2026-08-20"),
    ("Tokenizers for Birdsong", 127, 340, "2026-08-17"),
    ("$\\alpha$-Fold Cross-Attention: Proteins, Origami and Back", 119, 22900, "2026-08-19"),
    ("Sparse Mixtures of Very Small Experts", 104, None, "2026-08-20"),
    ("What Benchmarks Forget: 1,000 Leaderboards, Ten Years Later", 97, 15, "2026-08-19"),
    ("Speech without Words: Self-Supervised Models of Laughter", 88, 203, "2026-08-18"),
    ("Compilers as Teachers: Verified Code from Failing Tests", 81, 1900, "2026-08-20"),
    ("Where Do Gradients Go at Night? Energy Accounting for Long Runs", 64, None, "2026-08-14"),
    ("Graph Transformers on Coral Reefs", 52, 77, "2026-08-19"),
    ("A Small Theory of Large Batches", 47, None, "2026-08-20"),
    ("Seeing Through Fog: Depth from a Single Polarized Photograph", 41, 530, "2026-08-17"),
    ("On the Convergence of Nothing in Particular", 12, None, "2025-03-02"),
)


def gallery() -> tuple[Paper, ...]:
    """Return the papers, the most upvoted first."""
    return tuple(_paper(number, *row) for number, row in enumerate(_ROWS))


def long_titles() -> tuple[Paper, ...]:
    """Return papers whose titles are long, wide or of many scripts."""
    titles = (
        "A Very Long Title That Goes On: " + "and Explains Its Method in Full " * 8,
        "大規模言語モデルにおける注意機構の再考：キャッシュを使わない推論のための移動モーメント法とその応用",
        "한국어 문서 요약을 위한 작은 전문가 모델의 희소 혼합에 관한 연구와 그 한계에 대하여 다시 생각하기",
        "Ελληνικά, кириллица, עברית and العربية in One Title",
        "Emoji 🚀🔥 in Titles Considered Harmful 👩‍🔬",
        "[Re] Markup [/] Is [CLS] Shown [bold]Literally[/bold]",
        "W" * 300,
    )
    papers = [{"id": f"2608.{n:05}", "title": title} for n, title in enumerate(titles)]
    return tuple(
        paper_from_record(
            record
            | {
                "abstract": "漢字" * 120 + " and " + "W" * 200,
                "authors": ["作者 一郎", "김 작가"],
                "upvotes": 10**n,
            }
        )
        for n, record in enumerate(papers)
    )


def driftwood() -> bytes:
    """Return the whole text of the first paper."""

    def cite(number: int) -> str:
        return f'[<a href="#bib.bib{number}" class="ltx_ref">{number}</a>]'

    note = (
        '<span id="fn1" class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup>'
        '<span class="ltx_note_outer"><span class="ltx_note_content"><sup class="ltx_note_mark">1</sup>'
        '<span class="ltx_tag ltx_tag_note">1</span>Of the newest pages only.</span></span></span>'
    )
    intro = para(
        "Attention reads every past token at every step, so a context of "
        f"{math('n')} tokens costs {math('O(n^2)')}. Caches {cite(1)} make this bearable, kernels {cite(2)} make it"
        f" linear{note}, and moments make it <em>constant</em>. See <a href='#S2.E1' class='ltx_ref'>(1)</a>."
    )
    method = para(
        f"Let {math(chr(92) + 'rho')} bound the norm of queries. The state of {math('m')} moments is updated by"
    ) + equation(
        r"\hat{a}_t=\frac{\sum_{i=1}^{m}\phi_i(q_t)\,M_i}{\sum_{i=1}^{m}\phi_i(q_t)\,z_i}", "1", "S2.E1"
    )
    method += para("which needs no cache at all. ") * 2
    rows = [["model", "cache", "error"], ["baseline", "41 GB", "3.1"], ["driftwood-1b", "1 GB", "3.2"]]
    results = table(rows, caption="What running moments save.") + para(
        "On nine public collections the moments match the cache. " * 6
    )
    references = (
        '<section id="bib" class="ltx_bibliography"><h2 class="ltx_title">References</h2><ul class="ltx_biblist">'
        '<li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag ltx_tag_bibitem">[1]</span>'
        '<span class="ltx_bibblock">M. Solberg and L. Wen. What Caches Keep. '
        '<a href="https://arxiv.org/abs/2401.01234">arXiv:2401.01234</a>, 2024.</span></li>'
        '<li id="bib.bib2" class="ltx_bibitem"><span class="ltx_tag ltx_tag_bibitem">[2]</span>'
        '<span class="ltx_bibblock">A. Okoro. Kernels at Sea. Journal of Tides 7, 2023.</span></li></ul></section>'
    )
    sections = (
        ("Introduction", intro),
        ("Running moments", method),
        ("Experiments", results),
        ("Limits", intro),
    )
    body = "".join(section(number, text, title) for number, (title, text) in enumerate(sections, 1))
    return page(
        body + references, "Driftwood: Streaming Attention with Running Moments", ("Mira Solberg", "Li Wen")
    )


def harbour() -> bytes:
    """Return a text with a figure that is drawn, a long and wide table, and a figure that is not there."""
    first = figure("tide.png", "Water level over a day, in metres.", size=(480, 180))
    names = ["station", *(f"hour {hour}" for hour in range(6, 18))]
    levels = [[f"Gate {n}", *(f"{(n * hour) % 7 - 3}.{n % 10}" for hour in range(6, 18))] for n in range(40)]
    sections = (
        ("The tide", para("Figure 1 shows one day at the northern gate.") + first),
        ("Levels", para("All gates.") + table([names, *levels], caption="Levels by the hour.")),
        ("The gate", figure("gate.png", "The gate is closed.", number=2, size=(300, 100))),
    )
    body = "".join(section(number, text, title) for number, (title, text) in enumerate(sections, 1))
    return page(body, "Tides behind a Gate", ("Mira Solberg", "Li Wen"))


def _paper(number: int, title: str, upvotes: int, stars: int | None, listed: str) -> Paper:
    return paper_from_record(
        {
            "id": f"2608.{1234 + 37 * number:05}",
            "title": title,
            "authors": ["Mira Solberg", "Tomás Etxeberria", "Li Wen", "Adaeze Okoro", "Jonas Feld"][
                : 2 + number % 4
            ],
            "abstract": _ABSTRACT,
            "summary": _SUMMARY,
            "published": "2026-08-17" if listed > "2026" else listed,
            "listed": listed,
            "upvotes": upvotes,
            "comments": 12 - number % 12,
            "stars": stars,
            "github": f"https://github.com/example/project-{number}" if stars else None,
            "project": "https://example.org/driftwood" if number == 0 else None,
            "organization": "Harbour Institute",
            "submitted_by": "msolberg",
            "categories": ["cs.LG", "cs.CL"],
            "keywords": ["attention", "streaming inference", "kernel methods"],
        }
    )
