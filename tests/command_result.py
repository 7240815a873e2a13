"""What a command printed, and how it ended."""

import json
from typing import Any, NamedTuple


class Result(NamedTuple):
    """The exit code, and what was written to stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was written to stdout, as JSON."""
        return json.loads(self.out)

    @property
    def ids(self) -> list[str]:
        """The identifiers of the papers in it."""
        return [record["id"] for record in self.json]
