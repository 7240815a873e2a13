"""What happened to a paper on arXiv, in words; `show` prints it, and who names the paper."""

import json
from datetime import date
from pathlib import Path

import pytest

from reader.core.linked import Linked, Links
from reader.core.news import new_version, publication, withdrawal
from reader.service.asking import Asking
from tests.synthetic import paper
from tests.unit.test_cli_organise import IDS, Run, run

__all__ = ["run"]
FRIDAY = date(2026, 8, 21)


@pytest.mark.parametrize(
    ("revised", "says"),
    [
        (date(2026, 8, 21), "v2 since today"),
        (date(2026, 8, 20), "v2 since yesterday"),
        (date(2026, 8, 18), "v2 since Tuesday"),
        (date(2026, 8, 14), "v2 since 14 Aug"),
        (date(2026, 8, 7), "v2 since 7 Aug"),
        (date(2026, 8, 6), ""),
        (date(2026, 8, 22), "v2 since today"),
        (None, ""),
    ],
)
def test_a_new_version_is_news_for_two_weeks(revised: date | None, says: str) -> None:
    assert new_version(paper(1, version=2, revised=revised), FRIDAY) == says
    assert new_version(paper(1, version=1, revised=revised), FRIDAY) == ""
    assert new_version(paper(1, revised=revised), FRIDAY) == ""


def test_a_withdrawal_is_told_in_the_authors_words() -> None:
    taken_back = paper(1, withdrawn=True, comment="Lemma 2 is wrong.", doi="10.1/x")
    assert withdrawal(taken_back) == "Withdrawn by its authors: Lemma 2 is wrong."
    assert publication(taken_back) == ("DOI: 10.1/x",)
    assert withdrawal(taken_back._replace(comment=None)) == "Withdrawn by its authors"
    assert withdrawal(taken_back._replace(withdrawn=False)) == ""
    assert publication(taken_back._replace(withdrawn=None, journal_ref="J. 1")) == (
        "Comment: Lemma 2 is wrong.",
        "Journal: J. 1",
        "DOI: 10.1/x",
    )


def test_show_prints_versions_and_withdrawals(run: Run, tmp_path: Path) -> None:
    from reader.bootstrap import program

    with program(offline=True) as running:
        store = running.service.reading._store
        known = paper(1, version=3, withdrawn=True, comment="Wrong $\\alpha$.", journal_ref="J. 1")
        from datetime import UTC, datetime

        store.store_papers([known._replace(source="arxiv/3")], datetime.now(UTC))
    run("follow", "author:Ada Lovelace", *(f"author:{name}" for name in known.authors))
    out = run("show", known.id)[1]
    assert "Withdrawn by its authors: Wrong α." in out
    assert "version 3" in out
    assert "Journal: J. 1" in out
    assert ("You follow" in out) is bool(known.authors)


def test_show_lists_who_names_a_paper(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    model = Linked("model", "lab/model-7b", "https://huggingface.co/lab/model-7b", 3, 4, "text-generation")

    async def links(_self: Asking, _identifier: str) -> Links:
        return Links(models=(model,), total_models=12)

    assert run("show", IDS[0], "--links")[0] == 1
    monkeypatch.setattr(Asking, "links", links)
    code, out, _ = run("show", IDS[0], "--links")
    assert code == 0
    assert "On Hugging Face: 12 models, 0 datasets, 0 Spaces" in out
    assert "lab/model-7b (text-generation)  https://huggingface.co/lab/model-7b" in out
    assert "and 11 more" in out
    record = json.loads(run("show", IDS[0], "--links", "--json")[1])
    assert record["links"]["models"][0]["name"] == "lab/model-7b"
