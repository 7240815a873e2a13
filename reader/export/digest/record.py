"""A digest as JSON: its groups, in each the papers as every command prints them, with their reasons."""

import json

from reader.core.digest import Digest, DigestGroup
from reader.core.entry import entry_to_record


def render(digest: Digest) -> str:
    """Return one JSON object."""
    record = {
        "title": digest.title,
        "made_at": digest.made_at.isoformat(timespec="seconds"),
        "since": digest.since.isoformat() if digest.since else None,
        "count": digest.count,
        "groups": [_group(group) for group in digest.groups],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _group(group: DigestGroup) -> dict[str, object]:
    papers = [entry_to_record(item.entry) | {"reasons": list(item.reasons)} for item in group.items]
    return {"title": group.title, "count": len(papers) + group.more, "papers": papers}
