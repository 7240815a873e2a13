"""Completion scripts of the shells, made from what each command takes; pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

NAME = "paper-reader"

_VIEW = "VIEW"
"""What an option takes that knows saved searches too."""

_ASKED_VIEWS = f"{NAME} _complete views 2>/dev/null"


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its names, what it does, and what its value is (`None` without one)."""

    names: tuple[str, ...]
    summary: str
    metavar: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Syntax:
    """What a command takes; the nameless one is the program itself, whose operands are the commands."""

    name: str
    summary: str
    options: tuple[Option, ...]
    operand: str | None = None
    """What its operands are: `ID`, `FILE` and others."""
    values: tuple[str, ...] = ()


def bash_script(syntaxes: Sequence[Syntax]) -> str:
    """Return the script for bash."""
    names = [each.name for each in syntaxes if each.name]
    values = "".join(
        f"        {syntax.name}:{name}) {_bash_value(option)}; return ;;\n"
        for syntax in syntaxes
        for option in syntax.options
        if option.metavar
        for name in option.names
    )
    words = "".join(f"        {_bash_words(each, names)} ;;\n" for each in syntaxes)
    return f"""\
# Completion of {NAME} for bash.
_paper_reader() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} command= word words=
    COMPREPLY=()
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case $word in
        {"|".join(names)}) command=$word; break ;;
        esac
    done
    case $command:$previous in
{values}    esac
    case $command in
{words}    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o bashdefault -o default -F _paper_reader {NAME}
"""


def _bash_value(option: Option) -> str:
    values = " ".join(option.values)
    if option.metavar == _VIEW:
        values += f" $({_ASKED_VIEWS})"
    return f'COMPREPLY=($(compgen -W "{values}" -- "$current"))' if values else ":"


def _bash_words(syntax: Syntax, names: Sequence[str]) -> str:
    flags = [name for option in syntax.options for name in option.names]
    words = " ".join([*(syntax.values if syntax.name else names), *flags])
    match syntax.operand:
        case "ID" if syntax.name == "tag":
            ids, tags = _bash_asked("ids"), f"{NAME} _complete tags 2>/dev/null"
            return (
                f'tag) case $current in\n        [+-]*) words="{words} $({tags} | sed "s/^/${{current:0:1}}/")" ;;\n'
                f'        *) words="{words} {ids}" ;;\n        esac'
            )
        case "ID":
            return f'{syntax.name}) words="{words} {_bash_asked("ids")}"'
        case "FILE":
            return (
                f"{syntax.name}) case $current in\n"
                f'        -*) words="{words}" ;;\n'
                "        *) return ;;\n"
                "        esac"
            )
        case _:
            return f'{syntax.name or chr(34) * 2}) words="{words}"'


def _bash_asked(kind: str) -> str:
    return f"$({NAME} _complete {kind} 2>/dev/null | cut -f 1)"


def zsh_script(syntaxes: Sequence[Syntax]) -> str:
    """Return the script for zsh."""
    program, *commands = syntaxes
    described = "\n".join(f"        {_quoted(f'{each.name}:{each.summary}')}" for each in commands)
    cases = "\n".join(
        f"            {each.name}) _arguments{''.join(_zsh_arguments(each))} ;;" for each in commands
    )
    return f"""\
#compdef {NAME}
# Completion of {NAME} for zsh.
_paper_reader_ids() {{
    local -a lines ids
    lines=(${{(f)"$({NAME} _complete ids 2>/dev/null)"}})
    ids=(${{lines%%$'\\t'*}})
    lines=(${{lines//$'\\t'/  }})
    compadd -l -d lines -a ids
}}
_paper_reader_views() {{
    compadd -- $@ ${{(f)"$({_ASKED_VIEWS})"}}
}}
_paper_reader_ids_and_tags() {{
    case $PREFIX in
        [+-]*) compadd -P ${{PREFIX[1]}} -- ${{(f)"$({NAME} _complete tags 2>/dev/null)"}} ;;
        *) _paper_reader_ids ;;
    esac
}}
_paper_reader() {{
    local context state state_descr line
    typeset -A opt_args
    local -a commands=(
{described}
    )
    _arguments -C{"".join(_zsh_arguments(program))} '1:command:->command' '*::argument:->arguments'
    case $state in
        command) _describe command commands ;;
        arguments)
            case $words[1] in
{cases}
            esac ;;
    esac
}}
if [ "$funcstack[1]" = "_paper-reader" ]; then
    _paper_reader "$@"
else
    compdef _paper_reader {NAME}
fi
"""


def _zsh_arguments(syntax: Syntax) -> Iterator[str]:
    for option in syntax.options:
        summary = option.summary.replace("[", "(").replace("]", ")").replace(":", "")
        values = " ".join(value.replace(":", "\\:") for value in option.values)
        action = "_files" if option.metavar == "FILE" else f"({values})"
        if option.metavar == _VIEW:
            action = f"{{_paper_reader_views {values}}}"
        value = f":{option.metavar}:{action}" if option.metavar else ""
        for name in option.names:
            yield " " + _quoted(f"{name}[{summary}]{value}")
    match syntax.operand:
        case "ID":
            yield f" '*:paper:_paper_reader_ids{'_and_tags' if syntax.name == 'tag' else ''}'"
        case "FILE":
            yield " '*:file:_files'"
        case _ if syntax.values:
            yield f" '*:word:({' '.join(syntax.values)})'"


def fish_script(syntaxes: Sequence[Syntax]) -> str:
    """Return the script for fish."""
    lines = [f"# Completion of {NAME} for fish.", f"complete -c {NAME} -f"]
    for syntax in syntaxes:
        condition = f"__fish_seen_subcommand_from {syntax.name}" if syntax.name else "__fish_use_subcommand"
        start = f"complete -c {NAME} -n {_quoted(condition)}"
        if syntax.name:
            summary = _fish_quoted(syntax.summary)
            lines.append(f"complete -c {NAME} -n __fish_use_subcommand -a {syntax.name} -d {summary}")
        lines += (f"{start} {_fish_option(option)}" for option in syntax.options)
        lines += (f"{start} {operand}" for operand in _fish_operands(syntax))
    return "\n".join(lines) + "\n"


def _fish_option(option: Option) -> str:
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
    asked = f" ({_ASKED_VIEWS})" if option.metavar == _VIEW else ""
    values = f" -a {_fish_quoted(' '.join(option.values) + asked)}" if option.values else ""
    taken = "" if option.metavar is None else " -r -F" if option.metavar == "FILE" else f" -x{values}"
    return f"{names}{taken} -d {_fish_quoted(option.summary)}"


def _fish_operands(syntax: Syntax) -> Iterator[str]:
    match syntax.operand:
        case "ID":
            yield f"-a '({NAME} _complete ids 2>/dev/null)'"
            if syntax.name == "tag":
                yield f"-a '(string replace -r \"^\" + -- ({NAME} _complete tags 2>/dev/null))'"
        case "FILE":
            yield "-F"
        case _ if syntax.values:
            yield f"-a {_fish_quoted(' '.join(syntax.values))}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SHELLS: Mapping[str, Callable[[Sequence[Syntax]], str]] = {
    "bash": bash_script,
    "zsh": zsh_script,
    "fish": fish_script,
}
"""The script of each shell that is known."""
