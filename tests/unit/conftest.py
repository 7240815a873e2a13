"""What many units are tested with."""

from collections.abc import Iterator

import pytest

from reader.catalog.papers import Catalogue


@pytest.fixture
def store() -> Iterator[Catalogue]:
    """A catalogue in memory."""
    catalogue = Catalogue(None)
    yield catalogue
    catalogue.close()
