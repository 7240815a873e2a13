"""The bundled sample: real papers with summaries in our own words, for a first start without a network."""

from reader.core.border import paper_from_record
from reader.core.paper import Paper


def load_sample() -> tuple[Paper, ...]:
    """Return the papers of the bundled sample, each marked as such."""
    import json
    from importlib.resources import files

    text = files("reader.sources").joinpath("sample.json").read_text(encoding="utf-8")
    return tuple(paper_from_record(record, sample=True) for record in json.loads(text)["papers"])
