"""What `doctor` found, for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from reader.cli.output import bold, dim, sign, write
from reader.cli.version import NAME

_UNKNOWN = "not known"


def write_report(report: Mapping[str, Any]) -> None:
    """Print the report: part by part, and at the end what is wrong."""
    for title, rows in _parts(report):
        write(f"{bold(title)}\n")
        for well, name, text in rows:
            write(f"  {_sign(well)} {name:<22} {text}\n")
        write("\n")
    problems = report["problems"]
    if not problems:
        write(f"{_sign(True)} All is well.\n")
        return
    write(f"{bold('1 problem' if len(problems) == 1 else f'{len(problems)} problems')}\n")
    for problem in problems:
        write(f"  {_sign(False)} {problem}\n")


Row = tuple[bool | None, str, str]
"""Whether it is well (`None`: neither), what it is, and what there is to say of it."""


def _parts(report: Mapping[str, Any]) -> Iterator[tuple[str, list[Row]]]:
    yield "Versions", [_version(name, text) for name, text in report["versions"].items()]
    yield (
        "Extras",
        [
            (
                None,
                each["name"],
                f"{each['version']}: {each['gives']}"
                if each["installed"]
                else f"not installed: {each['gives']}",
            )
            for each in report["extras"]
        ],
    )
    yield "Folders", [_folder(each) for each in report["folders"]]
    if report["settings"]:
        yield (
            "Files",
            [_settings(report["settings"]), _library(report["library"]), _catalogue(report["catalogue"])],
        )
    yield (
        "Sources",
        [
            *map(_source, report["sources"]),
            *((None, name, "of another package") for name in report["other_sources"]),
        ],
    )
    yield "Environment", [(None, name, text) for name, text in report["environment"].items() if text == "set"]
    yield "Terminal", [*_terminal(report["terminal"])]


def _version(name: str, version: str | None) -> Row:
    if name == NAME and version is None:
        return None, name, "not installed, run from its source"
    return (None if version else False), name, version or "not installed"


def _folder(folder: Mapping[str, Any]) -> Row:
    size = _bytes(folder["size"]) if folder["exists"] else "not there yet"
    free = f", {_bytes(folder['free'])} free" if folder["free"] is not None else ""
    locked = "" if folder["writable"] else ", cannot be written to"
    return folder["writable"], folder["name"], f"{folder['path']} ({size}{free}{locked})"


def _settings(settings: Mapping[str, Any]) -> Row:
    there = settings["path"] if settings["exists"] else "not there, so every default holds"
    faults = len(settings["problems"])
    return not faults, "settings", f"{there}, {faults} wrong" if faults else there


def _library(library: Mapping[str, Any]) -> Row:
    well = not library["problems"]
    if library["condition"] == "absent":
        return well, "library", "not there yet"
    counts = ", ".join(
        f"{library[name]:,} {name}" for name in ("marks", "papers", "searches", "follows", "copies")
    )
    return well, "library", f"{library['condition']}: {counts}"


def _catalogue(catalogue: Mapping[str, Any]) -> Row:
    well = not catalogue["problems"]
    condition = catalogue["condition"]
    if condition != "fine":
        return well, "catalogue", "not there yet" if condition == "absent" else condition
    waiting = f", {catalogue['unindexed']:,} not searchable yet" if catalogue["unindexed"] else ""
    partly = "" if catalogue["checked"] else ", not looked at to its end"
    return (
        well,
        "catalogue",
        f"fine: {catalogue['papers']:,} papers, lists: {catalogue['lists']:,}{waiting}{partly}",
    )


def _source(source: Mapping[str, Any]) -> Row:
    if source["reached"] is None:
        return None, source["name"], f"{source['address']} (not asked)"
    answer = f"answered in {source['seconds']:.2f} s" if source["seconds"] is not None else "no answer"
    return source["reached"], source["name"], f"{source['address']} ({answer})"


def _terminal(terminal: Mapping[str, Any]) -> Iterator[Row]:
    if not terminal["interactive"]:
        yield None, "terminal", "none: stdin or stdout leads elsewhere"
    else:
        yield None, "terminal", f"{terminal['term'] or _UNKNOWN}, {terminal['columns']} by {terminal['rows']}"
    yield None, "characters", "Unicode" if terminal["unicode"] else "not all of Unicode"
    for name in ("colours", "images", "clipboard"):
        yield None, name, terminal[name] or _UNKNOWN
    columns = terminal["emoji_width"]
    yield None, "width of an emoji", _UNKNOWN if columns is None else f"{columns} columns"


def _sign(well: bool | None) -> str:
    if well is None:
        return dim(sign("·", "-"))
    return sign("✓", "+") if well else bold(sign("✗", "!"))


def _bytes(size: int) -> str:
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
