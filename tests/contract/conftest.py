"""Tests of whole programs, each in processes of its own, are slow; those of one process are not."""

from pathlib import Path

import pytest

_QUICK = {"test_source_fault", "test_mail", "test_paper_store"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them, so that the usual run stays below five minutes."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.stem not in _QUICK:
            item.add_marker(pytest.mark.slow)
