"""Where the style sheets are: beside the package in a checkout, inside it when installed."""

from pathlib import Path, PurePath

_SHEETS = ("app.tcss", "papers.tcss")


def style_paths() -> list[str | PurePath]:
    """Return the style sheets, the general one first."""
    return [style_path(sheet) for sheet in _SHEETS]


def style_path(sheet: str) -> Path:
    """Return where a style sheet is."""
    package = Path(__file__).parent.parent
    inside = package / "styles"
    folder = inside if inside.is_dir() else package.parent / "styles"
    return folder / sheet
