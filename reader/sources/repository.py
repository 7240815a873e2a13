"""The repositories of huggingface.co that a paper's page lists."""

import re
from collections.abc import Mapping

from reader.core.border import as_count, as_line
from reader.core.linked import Kind, Linked, Links

_MOST = 100
_NAME = re.compile(r"[\w.-]{1,100}(?:/[\w.-]{1,100})?", re.ASCII)
_FOLDERS: Mapping[Kind, str] = {"model": "", "dataset": "datasets/", "space": "spaces/"}
_BASE_URL = "https://huggingface.co"


def links_from_item(item: Mapping[str, object]) -> Links:
    """Return the repositories of a single paper's answer; what is no repository is left out."""
    models = _repositories(item.get("linkedModels"), "model")
    datasets = _repositories(item.get("linkedDatasets"), "dataset")
    spaces = _repositories(item.get("linkedSpaces"), "space")
    return Links(
        models,
        datasets,
        spaces,
        max(as_count(item.get("numTotalModels")) or 0, len(models)),
        max(as_count(item.get("numTotalDatasets")) or 0, len(datasets)),
        max(as_count(item.get("numTotalSpaces")) or 0, len(spaces)),
    )


def _repositories(value: object, kind: Kind) -> tuple[Linked, ...]:
    items = value[:_MOST] if isinstance(value, list) else []
    found = (_repository(item, kind) for item in items if isinstance(item, dict))
    return tuple({linked.name: linked for linked in found if linked}.values())


def _repository(item: Mapping[str, object], kind: Kind) -> Linked | None:
    name = item.get("id")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or ".." in name:
        return None
    return Linked(
        kind,
        name,
        f"{_BASE_URL}/{_FOLDERS[kind]}{name}",
        as_count(item.get("likes")),
        as_count(item.get("downloads")),
        as_line(item.get("pipeline_tag")) or as_line(item.get("shortDescription")),
    )
