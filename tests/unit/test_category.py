"""arXiv's taxonomy."""

import pytest

from reader.core.category import ARCHIVES, categories, parse_category


def test_the_taxonomy_is_whole() -> None:
    known = categories()
    assert len(known) == 155
    assert len({category.group for category in known.values()}) == 13
    assert (known["cs.LG"].name, known["cs.LG"].group) == ("Machine Learning", "Computer Science")
    assert {code.split(".")[0] for code in known} <= set(ARCHIVES)
    assert all(any(code.split(".")[0] == archive for code in known) for archive in ARCHIVES)
    assert all(category.code == code and category.name.strip() for code, category in known.items())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("cs.LG", "cs.LG"),
        (" CS.lg ", "cs.LG"),
        ("hep-th", "hep-th"),
        ("cond-mat.STR-EL", "cond-mat.str-el"),
        ("astro-ph", "astro-ph"),
        ("cs.XX", None),
        ("", None),
        ("cs.LG OR all:x", None),
    ],
)
def test_codes_are_known_in_any_case(text: str, code: str | None) -> None:
    assert parse_category(text) == code
