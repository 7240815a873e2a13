from datetime import date, timedelta

import pytest

from reader.service.trend import Listed, find_trends

TODAY = date(2026, 8, 21)


def listed(age: int, *keywords: str, times: int = 1) -> list[Listed]:
    return [(TODAY - timedelta(days=age), keywords)] * times


def test_what_stands_on_a_larger_share_of_the_papers_rises() -> None:
    found = find_trends(
        [
            *listed(3, "World models", times=6),
            *listed(3, "attention", times=10),
            *listed(40, "world models", times=2),
            *listed(40, "attention", times=12),
        ],
        TODAY,
    )
    (trend,) = found.rising
    assert (trend.keyword, trend.now, trend.before) == ("World models", 6, 2)
    assert trend.factor == pytest.approx((6 / 16) / (2 / 14))
    assert trend.weeks == (0, 0, 0, 2, 0, 0, 0, 0, 6)
    assert (found.papers, found.papers_before) == (16, 14)


def test_what_is_new_comes_before_what_grows_a_little() -> None:
    papers = [*listed(1, "new", times=5), *listed(1, "old", times=9), *listed(35, "old", times=8)]
    papers += listed(35, "gone", times=6)
    names = [trend.keyword for trend in find_trends(papers, TODAY).rising]
    assert names == ["new"]
    assert find_trends(papers, TODAY).rising[0].factor is None


def test_a_few_papers_are_no_trend() -> None:
    papers = [*listed(1, "rare", times=2), *listed(35, "old", times=8)]
    assert find_trends(papers, TODAY).rising == ()


def test_more_lists_than_last_month_are_no_rise() -> None:
    papers = [*listed(1, "a", times=30), *listed(1, "b", times=30), *listed(35, "a"), *listed(35, "b")]
    assert find_trends(papers, TODAY).rising == ()


def test_a_keyword_counts_once_a_paper_however_it_is_written() -> None:
    papers = [*listed(1, "LLM", "llm", times=4), *listed(35, "old", times=8)]
    (trend,) = find_trends(papers, TODAY).rising
    assert (trend.keyword, trend.now) == ("LLM", 4)


def test_without_a_month_before_nothing_is_compared() -> None:
    found = find_trends(listed(1, "a", times=9), TODAY)
    assert (found.papers, found.papers_before, found.rising) == (9, 0, ())
    assert find_trends([], TODAY).papers == 0


def test_old_lists_are_compared_by_their_last_day() -> None:
    papers = [*listed(100, "a", times=9), *listed(140, "b", times=9), *listed(-3, "tomorrow", times=9)]
    found = find_trends(papers, TODAY)
    assert found.until == TODAY - timedelta(days=100)
    assert [trend.keyword for trend in found.rising] == ["a"]
