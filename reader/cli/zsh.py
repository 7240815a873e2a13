"""The completion script of zsh, whose `compadd` quotes what it inserts."""

from collections.abc import Iterator, Sequence

from reader.cli.syntax import Option, Syntax

_FUNCTIONS = r"""#compdef paper-reader
# Completion of paper-reader for zsh.
_paper_reader_ask() {
    local beginning=
    [[ $1 = ids ]] && beginning=${(Q)PREFIX}
    local -a lines names
    lines=(${(f)"$(paper-reader _complete $1 "$beginning" 2>/dev/null)"})
    names=(${lines%%$'\t'*})
    lines=(${lines//$'\t'/  })
    compadd -l -d lines -a names
}
_paper_reader_words_and() {
    local kind=$1
    shift
    (( $# )) && compadd -- "$@"
    _paper_reader_ask $kind
}
_paper_reader_ids_and_tags() {
    if compset -P '[+-]'; then
        _paper_reader_ask tags
    else
        _paper_reader_ask ids
    fi
}
"""


def zsh_script(syntaxes: Sequence[Syntax]) -> str:
    """Return the script."""
    program, *commands = syntaxes
    described = "\n".join(f"        {_quoted(f'{each.name}:{each.summary}')}" for each in commands)
    cases = "\n".join(
        f"            {each.name}) _arguments{''.join(_arguments(each))} ;;" for each in commands
    )
    return f"""\
{_FUNCTIONS}_paper_reader() {{
    local context state state_descr line
    typeset -A opt_args
    local -a commands=(
{described}
    )
    _arguments -C{"".join(_arguments(program))} '1:command:->command' '*::argument:->arguments'
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
    compdef _paper_reader paper-reader
fi
"""


def _arguments(syntax: Syntax) -> Iterator[str]:
    for option in syntax.options:
        summary = option.summary.replace("[", "(").replace("]", ")").replace(":", "")
        value = f":{option.metavar.replace(':', ' ')}:{_value(option)}" if option.metavar else ""
        for name in option.names:
            sign = "=" if value and name.startswith("--") else ""
            yield " " + _quoted(f"{name}{sign}[{summary}]{value}")
    match syntax.operand:
        case "ID" if syntax.name == "tag":
            yield " '*:paper:_paper_reader_ids_and_tags'"
        case "FILE":
            yield " '*:file:_files'"
        case _ if syntax.asked:
            # The blank keeps zsh from putting arguments of its own before ours.
            yield f" '*:{syntax.asked}: _paper_reader_ask {syntax.asked}'"
        case _ if syntax.values:
            yield f" '*:word:({' '.join(syntax.values)})'"
        case str():
            yield " '*:text: '"  # else zsh takes a word for the end of the options


def _value(option: Option) -> str:
    values = " ".join(value.replace(":", "\\:") for value in option.values)
    if option.asked:
        return f" _paper_reader_words_and {option.asked} {values}".rstrip()
    return "_files" if option.metavar == "FILE" else f"({values})" if values else " "


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
