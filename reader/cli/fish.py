"""The completion script of fish, which quotes what it inserts and shows what stands after a tab."""

from collections.abc import Iterator, Sequence

from reader.cli.syntax import Option, Syntax

_NAME = "paper-reader"


def fish_script(syntaxes: Sequence[Syntax]) -> str:
    """Return the script."""
    lines = [f"# Completion of {_NAME} for fish.", f"complete -c {_NAME} -f"]
    for syntax in syntaxes:
        condition = f"__fish_seen_subcommand_from {syntax.name}" if syntax.name else "__fish_use_subcommand"
        start = f"complete -c {_NAME} -n {_quoted(condition)}"
        if syntax.name:
            summary = _quoted(syntax.summary)
            lines.append(f"complete -c {_NAME} -n __fish_use_subcommand -a {syntax.name} -d {summary}")
        lines += (f"{start} {_option(option)}" for option in syntax.options)
        lines += (f"{start} {operand}" for operand in _operands(syntax))
    return "\n".join(lines) + "\n"


def _option(option: Option) -> str:
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
    offered = " ".join(filter(None, (" ".join(option.values), _asked(option.asked))))
    values = f" -a {_quoted(offered)}" if offered else ""
    taken = "" if option.metavar is None else " -r -F" if option.metavar == "FILE" else f" -x{values}"
    return f"{names}{taken} -d {_quoted(option.summary)}"


def _operands(syntax: Syntax) -> Iterator[str]:
    if syntax.asked:
        yield f"-a {_quoted(_asked(syntax.asked))}"
    if syntax.name == "tag":
        yield f"-a '(string replace -r \"^\" + -- ({_NAME} _complete tags 2>/dev/null))'"
    if syntax.operand == "FILE":
        yield "-F"
    if syntax.values:
        yield f"-a {_quoted(' '.join(syntax.values))}"


def _asked(kind: str | None) -> str:
    beginning = " (commandline -ct)" if kind == "ids" else ""
    return f"({_NAME} _complete {kind}{beginning} 2>/dev/null)" if kind else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
