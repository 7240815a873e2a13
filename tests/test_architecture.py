"""The rules of how the parts depend on each other, as code."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READER = ROOT / "reader"

LEAVES = (
    "sources",
    "catalog",
    "library",
    "export",
    "document",
    "mail",
    "schedule",
    "notification",
    "sync",
    "web",
)
"""Packages that know `core` and never each other."""

TABLES = {"reader.export.format", "reader.sources.file"}
"""The tables of formats, whose names the command line completes and checks before anything is built."""

DIGESTS = {"reader.export.digest.part"}
"""What every form of a digest says of a paper, the terminal's too."""

PAGES = {
    f"reader.document.{name}"
    for name in (
        "flow",
        "line",
        "slot",
        "finding",
        "table_text",
        "writing",
        "plain",
        "script",
        "anchoring",
        "placing",
    )
}
"""What the fronts show a whole paper with; reading one is left to the service."""

ALLOWED = {
    "core": {"reader.core"},
    **{name: {"reader.core", f"reader.{name}"} for name in LEAVES},
    "schedule": {"reader.core", "reader.schedule", "reader.process", "reader.file"},
    "notification": {"reader.core", "reader.notification", "reader.process", "reader.file"},
    "sync": {"reader.core", "reader.sync", "reader.process"},
    "service": {"reader.core", "reader.service", "reader.sources.base", "reader.file"},
    "address": {"reader.core"},
    "file": set(),
    "process": {"reader.core"},
    "paths": {"reader.core"},
    "config": {"reader.core"},
    "setting_file": {"reader.core", "reader.config", "reader.file"},
    "checkup": {
        "reader.core",
        "reader.paths",
        "reader.address",
        "reader.library.health",
        "reader.catalog.health",
        "reader.sources.reach",
        "reader.sources.plugin",
    },
    "glance": {"reader.paths", "reader.library.glance", "reader.catalog.glance"},
    "cli": {
        "reader.core",
        "reader.service",
        "reader.cli",
        "reader.config",
        "reader.paths",
        "reader.file",
        "reader.bootstrap",
        "reader.outlet",
        "reader.glance",
        "reader.checkup",
        "reader.ui.app",
        "reader.web.guard",
        "reader.web.server",
        *TABLES,
        *PAGES,
        *DIGESTS,
    },
    "ui": {
        "reader.core",
        "reader.service",
        "reader.ui",
        "reader.config",
        "reader.setting_file",
        "reader.paths",
        "reader.file",
        *PAGES,
    },
    "__main__": {"reader.core.errors", "reader.cli"},
}
"""What each part may import of the program; `bootstrap` and `outlet` may import all but the fronts."""

HOMES = {
    "textual": {"ui"},
    "httpx": {"sources"},
    "tinydb": {"library"},
    "sqlite3": {"catalog"},
    "rapidfuzz": {"catalog"},
    "platformdirs": {"paths"},
    "tomlkit": {"setting_file"},
    "plotext": {"ui"},
    "selectolax": {"document"},
    "markdown_it": {"document"},
    "pypdf": {"document"},
    "PIL": {"document", "ui"},
    "textual_image": {"ui"},
    "keyring": {"mail"},
    "smtplib": {"mail"},
    "aiohttp": {"web"},
    "textual_serve": {"web"},
}
"""Where alone a package is used."""

CONCRETE = {
    *(
        "Catalogue",
        "Search",
        "LateSearch",
        "Library",
        "HuggingFace",
        "ArXiv",
        "ArXivPdfs",
        "Client",
        "Shelf",
        "PdfShelf",
    ),
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield the name and tree of each module."""
    for path in sorted(READER.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield name, ast.parse(path.read_text(encoding="utf-8"))


MODULES = dict(modules())


@cache
def imports(tree: ast.Module) -> tuple[tuple[str, str | None], ...]:
    """Return each module imported anywhere, inside functions too, with the name taken from it."""
    return tuple(_imports(tree))


def _imports(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, None
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                yield node.module or "", alias.name


def part(module: str) -> str:
    """Return the part of the program that a module belongs to: `core`, `ui`, `config`."""
    return module.split(".")[1] if "." in module else ""


def inside(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("name", [name for name in MODULES if part(name) not in ("", "bootstrap", "outlet")])
def test_a_part_knows_only_what_it_may(name: str) -> None:
    wrong = {
        imported
        for imported, taken in imports(MODULES[name])
        if inside(imported, {"reader"})
        and not inside(imported, ALLOWED[part(name)])
        and not inside(f"{imported}.{taken}", ALLOWED[part(name)])
    }
    assert not wrong


def test_bootstrap_knows_no_front() -> None:
    for name in ("reader.bootstrap", "reader.outlet"):
        assert not {part(module) for module, _ in imports(MODULES[name])} & {"ui", "cli"}


@pytest.mark.parametrize("name", [name for name in MODULES if part(name) == "core"])
def test_the_core_uses_the_standard_library_only(name: str) -> None:
    roots = {module.split(".")[0] for module, _ in imports(MODULES[name])}
    assert roots <= sys.stdlib_module_names | {"reader"}


@pytest.mark.parametrize("package", HOMES)
def test_a_package_is_used_in_one_place(package: str) -> None:
    users = {
        part(name)
        for name, tree in MODULES.items()
        if any(inside(module, {package}) for module, _ in imports(tree))
    }
    assert users <= HOMES[package]


def test_only_bootstrap_names_concrete_classes() -> None:
    for name, tree in MODULES.items():
        taken = {
            what
            for module, what in imports(tree)
            if part(module) in LEAVES and part(module) != part(name) and what in CONCRETE
        }
        assert not taken or name == "reader.bootstrap", name


def test_the_ui_looks_down_only() -> None:
    def level(module: str) -> int:
        return 2 if module == "reader.ui.app" else 1 if inside(module, {"reader.ui.screens"}) else 0

    for name, tree in MODULES.items():
        if part(name) == "ui":
            above = {
                module for module, _ in imports(tree) if part(module) == "ui" and level(module) > level(name)
            }
            assert not above, name


def test_nothing_private_is_taken_from_another_module() -> None:
    for name, tree in MODULES.items():
        private = {
            what
            for module, what in imports(tree)
            if inside(module, {"reader"}) and (what or "").startswith("_")
        }
        assert not private, name


def test_packages_are_empty_files() -> None:
    assert not [path for path in READER.rglob("__init__.py") if path.stat().st_size]


def test_module_names_are_singular_and_say_something() -> None:
    vague = {"util", "utils", "helper", "helpers", "manager", "common", "misc"}
    assert not [name for name in MODULES if vague & set(name.split("."))]


@pytest.mark.parametrize(
    "program",
    [
        "import reader.__main__",
        "import reader.cli",
        "import sys; sys.argv = ['paper-reader', '--version']; from reader.__main__ import main; main()",
    ],
)
def test_the_command_line_starts_without_the_screen_and_the_network(program: str) -> None:
    code = (
        "import atexit, sys\n"
        "heavy = ('textual', 'httpx', 'rapidfuzz', 'tomlkit', 'hypothesis', 'selectolax', 'markdown_it')\n"
        "atexit.register(lambda: print('loaded', [name for name in heavy if name in sys.modules]))\n"
        f"{program}"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )
    assert ran.stdout.splitlines()[-1:] == ["loaded []"], ran.stderr
    assert ran.returncode == 0


def test_the_first_frame_defines_no_frozen_data_class() -> None:
    code = (
        "import sys, reader.cli.screen, reader.bootstrap, reader.ui.app\n"
        "ours = [module for name, module in sys.modules.items() if name.startswith('reader')]\n"
        "values = {value for module in ours for value in vars(module).values() if isinstance(value, type)}\n"
        "print(sorted(value.__qualname__ for value in values if value.__module__.startswith('reader')"
        " and getattr(getattr(value, '__dataclass_params__', None), 'frozen', False)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )
    # Each takes half a millisecond to define, which a named tuple does not.
    assert ran.stdout == "[]\n", ran.stdout + ran.stderr
