"""Run benchmarks by name, or all: `python -m tests.benchmarks [NAME…]`."""

import pkgutil
import sys
from importlib import import_module
from pathlib import Path

from tests.benchmarks import Measure


def main(names: list[str]) -> int:
    """Print a table of each benchmark; 1 when one did not keep its limit, 2 for an unknown name."""
    found = [
        module.name
        for module in pkgutil.iter_modules([str(Path(__file__).parent)])
        if module.name != "__main__"
    ]
    known = [name for name in found if hasattr(import_module(f"tests.benchmarks.{name}"), "run")]
    if unknown := [name for name in names if name not in known]:
        print(f"There is no benchmark {', '.join(unknown)}; known are {', '.join(known)}.", file=sys.stderr)
        return 2
    kept = True
    for name in names or known:
        print(f"\n{name:64} {'measured':>10} {'limit':>10}")
        for measure in import_module(f"tests.benchmarks.{name}").run():
            print(_row(measure), flush=True)
            kept = kept and measure.kept
    return int(not kept)


def _row(measure: Measure) -> str:
    factor = 1000 if measure.unit == "ms" else 1
    limit = "" if measure.limit is None else f"{measure.limit * factor:.2f}"
    fault = "" if measure.kept else "  too little" if measure.at_least else "  too much"
    return f"{measure.name:64} {measure.value * factor:10.2f} {limit:>10} {measure.unit}{fault}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
