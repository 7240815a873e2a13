"""The completion script of bash.

What it offers is quoted by the shell's own `printf %q`, and nothing that the program says is ever expanded: `compgen
-W` would run what stands in a title or a tag.
"""

from collections.abc import Sequence

from reader.cli.syntax import Option, Syntax

_FUNCTIONS = r"""# Completion of paper-reader for bash.
# Offers the candidates on stdin, one a line, behind the sign $1; what stands after a tab is only shown.
_paper_reader_offer() {
    local line name quoted
    while IFS= read -r line; do
        name=$1${line%%$'\t'*}
        [[ $name != "$1" ]] || continue
        case $current in
        \'*) [[ $name == "${current:1}"* && $name != *\'* ]] || continue; quoted=$name ;;
        \"*) [[ $name == "${current:1}"* && $name != *[\"\$\`\\!]* ]] || continue; quoted=$name ;;
        *)
            printf -v quoted %q "$name"
            [[ $quoted == "$current"* || $name == "$current"* ]] || continue
            [[ $quoted == "$before"* ]] && quoted=${quoted:${#before}} ;;
        esac
        COMPREPLY+=("$quoted")
        case $line in
        *$'\t'*) abouts+=("${line#*$'\t'}") ;;
        *) abouts+=("") ;;
        esac
    done
}
_paper_reader_words() {
    local IFS=$' \n'
    _paper_reader_offer "" <<<"$(printf '%s\n' $1)"
}
_paper_reader_ask() {
    _paper_reader_offer "$2" <<<"$(paper-reader _complete "$1" "$3" 2>/dev/null)"
}
# Where candidates are listed and not inserted, says what each one is.
_paper_reader_describe() {
    case ${COMP_TYPE-} in
    63 | 33 | 64) ;;
    *) return ;;
    esac
    ((${#COMPREPLY[@]} > 1)) || return
    local i room
    for i in "${!COMPREPLY[@]}"; do
        room=$((${COLUMNS:-80} - ${#COMPREPLY[i]} - 4))
        ((room > 10)) && [[ -n ${abouts[i]} ]] && COMPREPLY[i]+="  ${abouts[i]:0:room}"
    done
}
"""


def bash_script(syntaxes: Sequence[Syntax]) -> str:
    """Return the script."""
    names = [each.name for each in syntaxes if each.name]
    valued = [name for option in syntaxes[0].options if option.metavar for name in option.names]
    values = "".join(
        f"    {syntax.name}:{name}) {_value(option)} ;;\n"
        for syntax in syntaxes
        for option in syntax.options
        if option.metavar
        for name in option.names
    )
    words = "".join(f"    {_operands(each, names)} ;;\n" for each in syntaxes)
    return f"""\
{_FUNCTIONS}_paper_reader() {{
    local current= previous= before= command= word= last= i n=0
    local -a words abouts
    words=() abouts=() COMPREPLY=()
    # A word is parted at colons and equals signs; what belongs together is put together.
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${{COMP_WORDS[i]}}
        if ((n)) && [[ $word == [:=]* || ${{COMP_WORDS[i-1]}} == [:=] ]]; then
            words[n-1]+=$word
        else
            words[n++]=$word
        fi
    done
    ((n)) || return
    for word in "${{words[@]:0:n-1}}"; do
        case $last in
        {"|".join(valued)}) last=$word; continue ;;
        esac
        last=$word
        case $word in
        {"|".join(names)}) command=$word; break ;;
        esac
    done
    current=${{words[n-1]}}
    ((n > 1)) && previous=${{words[n-2]}}
    if [[ $current == --*=* ]]; then
        previous=${{current%%=*}} current=${{current#*=}}
    fi
    [[ $current == *[:=]* && $COMP_WORDBREAKS == *:* ]] && before=${{current%"${{current##*[:=]}}"}}
    case $command:$previous in
{values}    *) _paper_reader_operands ;;
    esac
    _paper_reader_describe
}}
_paper_reader_operands() {{
    case $command in
{words}    esac
}}
complete -o bashdefault -o default -F _paper_reader paper-reader
"""


def _value(option: Option) -> str:
    offered = f'_paper_reader_words "{" ".join(option.values)}"' if option.values else ""
    return "; ".join(filter(None, (offered, _asked(option.asked)))) or ":"


def _operands(syntax: Syntax, names: Sequence[str]) -> str:
    flags = " ".join(name for option in syntax.options for name in option.names)
    words = " ".join(syntax.values if syntax.name else names)
    offered = "; ".join(
        filter(None, (f'_paper_reader_words "{words}"' if words else "", _asked(syntax.asked)))
    )
    start = f"{syntax.name or chr(34) * 2}) case $current in\n"
    tags = ""
    if syntax.name == "tag":
        tags = (
            '        [+-]*) _paper_reader_words "'
            + flags
            + '"; _paper_reader_ask tags "${current:0:1}" "" ;;\n'
        )
    return (
        f'{start}{tags}        -*) _paper_reader_words "{flags}" ;;\n'
        f"        *) {offered or ':'} ;;\n        esac"
    )


def _asked(kind: str | None) -> str:
    # Only identifiers need no quotes, so only of them what is typed is a beginning.
    beginning = '"$current"' if kind == "ids" else '""'
    return f'_paper_reader_ask {kind} "" {beginning}' if kind else ""
