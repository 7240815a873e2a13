"""Run benchmarks by name, or all: `python -m tests.benchmarks [NAME…]`."""

import pkgutil
import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> int:
    """Print a table of each benchmark's times; 1 when one took longer than it may, 2 for an unknown name."""
    known = [
        module.name
        for module in pkgutil.iter_modules([str(Path(__file__).parent)])
        if module.name != "__main__"
    ]
    if unknown := [name for name in names if name not in known]:
        print(f"There is no benchmark {', '.join(unknown)}; known are {', '.join(known)}.", file=sys.stderr)
        return 2
    slow = False
    for name in names or known:
        print(f"\n{name:48} {'ms':>10} {'limit':>10}")
        for measure in import_module(f"tests.benchmarks.{name}").run():
            limit = "" if measure.limit is None else f"{measure.limit * 1000:10.1f}"
            late = measure.limit is not None and measure.seconds > measure.limit
            print(
                f"{measure.name:48} {measure.seconds * 1000:10.2f} {limit:>10}{'  too slow' * late}",
                flush=True,
            )
            slow |= late
    return int(slow)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
