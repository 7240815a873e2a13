r"""Write other people's text as LaTeX that is safe in a bibliography.

Titles and abstracts arrive half as plain text, half as LaTeX: `50\% of $O(n)$`, `Schr\"odinger & Sons`. Real
mathematics, accents and styles stay LaTeX; everything else is written so that it prints literally. Only commands
known to be harmless stay commands, so a title cannot read a file or break the document that cites it. Braces
always balance, escaped ones included, for BibTeX counts those too.
"""

import re
import unicodedata

from reader.export.symbol import (
    ACCENTS,
    ALPHABETS,
    COMMANDS,
    ENVIRONMENTS,
    KNOWN,
    LETTERS,
    MATHEMATICS,
    STYLES,
    SWITCHES,
    SYMBOLS,
    TEXT,
)

_MARKS = {command: mark for mark, command in ACCENTS.items()}
_LETTERS = {name: letter for letter, name in LETTERS.items()}

_ACCENT = (
    r"\\(?:[\"'`^~=.]\s*|[cvuHkrbd](?:\s+|(?=\{)))"
    r"(?:\{\s*(?:\\?[ij]|[A-Za-z])\s*\}|\\[ij](?![A-Za-z])|[A-Za-z])"
)
_LETTER = "|".join(sorted(_LETTERS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"""
    (?P<formula>\$\$(?:[^$\\]|\\.)+\$\$|\$(?:[^$\\]|\\.)+\$|\\\(.{{1,2000}}?\\\)|\\\[.{{1,2000}}?\\\])
    |(?P<accent>\{{\s*{_ACCENT}\s*\}}|{_ACCENT})
    |(?P<letter>\{{\s*\\(?:{_LETTER})\s*\}}|\\(?:{_LETTER})(?![A-Za-z])(?:\{{\}}|\s+)?)
    |(?P<alphabet>\\(?:{"|".join(ALPHABETS)})\s*(?:\{{[A-Za-z0-9]{{1,40}}\}}|[A-Za-z0-9]))
    |(?P<switch>\{{\s*\\(?:{"|".join(SWITCHES)})(?![A-Za-z])\s*)
    |(?P<grouped>\\[A-Za-z]+\s*\{{(?!\}}))
    |(?P<command>\\[A-Za-z]+(?:\{{\}})?)
    |(?P<escaped>\\(?:[^A-Za-z\s]|(?<=\S\\)\s))
    |(?P<tie>~)
    |(?P<open>\{{)
    |(?P<close>\}})
    |(?P<character>.)
    """,
    re.DOTALL | re.VERBOSE,
)
# Every token begins with one of these; looking for them alone is several times faster.
_SPECIAL = re.compile(r"[\\{}$&%#_~^<>|]|[^\x00-\x7f]")
_LITERAL = re.compile(r"[\\{}&%$#_^~<>|]")
_LIGATURE = re.compile(r"-(?=-)|`(?=`)|'(?=')")
_NAME = re.compile(r"[A-Za-z]+")
_CALCULATION = re.compile(r"[\\^_=<>+]")
_PROSE = re.compile(r"\s(?:[A-Za-z]{2,}\s|$)")
# What waits for an argument at the end of a formula or group would take the sign behind it.
_UNFINISHED = re.compile(
    r"(?:(?<!\\)[\^_]|\\(?:left|right|[dt]?frac|[dt]?binom|sqrt|over|under|stackrel|text|mbox|operatorname|hat|bar"
    r"|tilde|vec|d?dot|wide(?:hat|tilde)|(?:over|under)(?:line|set|brace)|boldsymbol|bm|math[a-z]+))\s*(?:\}|$)"
)
_FORMULA_TOKEN = re.compile(
    r"\\(?P<edge>begin|end)\{(?P<environment>[a-zA-Z*]+)\}|\\(?P<name>[A-Za-z]+)|\\(?P<sign>.)|[%#&~]|[^\x00-\x7f]",
    re.DOTALL,
)
_DOUBLED = {letter * 2: rf"mathbb{{{letter}}}" for letter in "CNQRZ"}
_FORMULA_SIGNS = frozenset(",;:!>|{}%#&$_\\ ")


def escape(text: str) -> str:
    r"""Return `text` as LaTeX: literal characters escaped, `$mathematics$` and accents kept, ASCII where it can be."""
    written: list[str] = []
    # A group is taken for literal braces until its end is found.
    groups: list[tuple[int, str, str]] = []
    position = 0
    while (special := _SPECIAL.search(text, position)) and (found := _TOKEN.match(text, special.start())):
        written.append(text[position : found.start()])
        token = found.group()
        position = found.end()
        match found.lastgroup:
            case "formula" if formula := _formula(token, text[position : position + 1]):
                written.append(f"${formula}$")
            case "formula":
                opening = "$" if token[0] == "$" else token[:2]
                written.append("".join(map(character, opening)))
                position = found.start() + len(opening)
            case "accent":
                written.append(_accented(token))
            case "letter":
                written.append(character(_LETTERS[_name(token)]))
            case "alphabet":
                written.append(f"${token}$")
            case "switch" | "grouped" | "open":
                literal, opening, closing = _group(token)
                groups.append((len(written), opening, closing))
                written.append(literal)
            case "close" if groups:
                place, opening, closing = groups.pop()
                written[place] = opening
                written.append(closing)
            case "command":
                written.append(_command(token))
            case "tie" if _is_tie(text, found.start()):
                written.append("~")
            case "escaped":
                written.append(_escaped(token[1]))
            case _:
                written.append(character(token))
    written.append(text[position:])
    return "".join(written)


def literal(text: str) -> str:
    """Return a person's own `text`, a tag or a note, as LaTeX that prints every sign of it; nothing in it is LaTeX."""
    return _LIGATURE.sub(r"\g<0>{}", _LITERAL.sub(lambda found: TEXT[found.group()], text))


def _is_tie(text: str, position: int) -> bool:
    """Tell whether the tilde there ties two words, as in “Fig.~1”, and does not mean “about” or “home of”."""
    before, after = text[max(0, position - 12) : position], text[position + 1 : position + 2]
    if not before or not after or before[-1] in " \n([{</=~|" or after.isspace():
        return False
    if after.isdigit():
        return not before.split()[-1][0].isdigit()
    return after.isalpha() or after in "(\\[{$"


def character(sign: str) -> str:
    """Return one character of running text as LaTeX; other scripts stay as they are."""
    if sign.isascii() or sign in TEXT:
        return TEXT.get(sign, sign)
    if sign in LETTERS:
        return rf"{{\{LETTERS[sign]}}}"
    if sign in MATHEMATICS:
        return f"${MATHEMATICS[sign]}$"
    parts = unicodedata.normalize("NFD", sign)
    if parts[1:] in ACCENTS and parts[0].isascii():
        return _accent(ACCENTS[parts[1:]], parts[0])
    return sign


def protect(latex: str) -> str:
    """Return an escaped title with braces around words whose capitals a bibliography style must not lower."""
    if "{" not in latex and "$" not in latex:
        return _WORD.sub(_protected_word, latex)
    depth = 0
    written: list[str] = []
    position = 0
    for found in _TITLE_TOKEN.finditer(latex):
        written.append(latex[position : found.start()])
        position = found.end()
        token = found.group()
        if token in ("{", "}"):
            depth += 1 if token == "{" else -1
        elif depth == 0 and token[0] == "$":
            token = f"{{{token}}}"
        elif depth == 0 and found["word"]:
            token = _protected_word(found)
        written.append(token)
    return "".join(written) + latex[position:]


_ACCENTED_LETTER = r"\{\\(?:[\"'`^~=.]\\?[A-Za-z]|[A-Za-z]+(?:\{[A-Za-z]\})?)\}"
_WORD = re.compile(rf"(?:[A-Za-z0-9]|(?<=\w)'(?=\w)|{_ACCENTED_LETTER})+")
_TITLE_TOKEN = re.compile(rf"\\[A-Za-z]+|\\.|\$(?:[^$\\]|\\.)*\$|(?P<word>{_WORD.pattern})|[{{}}]", re.DOTALL)
_NOT_LETTERS = re.compile(r"\\[A-Za-z]{2}(?=\})|\\[A-Za-z](?=\{)|[^A-Za-z0-9]")


def _protected_word(found: re.Match[str]) -> str:
    word = found.group()
    letters = _NOT_LETTERS.sub("", word)
    inner = any(map(str.isupper, letters[1:])) or re.match(r"[A-Z]\d", letters)
    alone = len(letters) == 1 and letters.isupper() and letters != "A"
    return f"{{{word}}}" if inner or alone else word


def _name(token: str) -> str:
    found = _NAME.search(token)
    return found.group() if found else ""


def _accent(command: str, letter: str) -> str:
    if letter in "ij" and command not in "ckbd":
        letter = f"\\{letter}"
    return rf"{{\{command}{{{letter}}}}}" if command.isalpha() else rf"{{\{command}{letter}}}"


def _accented(token: str) -> str:
    command, letter = token.lstrip("{ ")[1], token.rstrip("} \n")[-1]
    composed = unicodedata.normalize("NFC", letter + _MARKS[command])
    return character(composed) if len(composed) == 1 else _accent(command, letter)


def _group(token: str) -> tuple[str, str, str]:
    """Return how the start of a group is written when it has no end, its start when it has one, and that end."""
    literal = "".join(map(character, token))
    name = _name(token)
    if token == "{":
        return literal, "{", "}"
    if token.startswith("{"):
        return literal, rf"\{SWITCHES[name]}{{", "}"
    if name in STYLES:
        return literal, rf"\{name}{{", "}"
    if name in COMMANDS or name in SYMBOLS:
        command = _command(f"\\{name}")
        return command + TEXT["{"], command + "{", "}"
    return literal, literal, TEXT["}"]


def _command(token: str) -> str:
    name = _name(token)
    if name in COMMANDS:
        return character(COMMANDS[name])
    if name in SYMBOLS:
        return rf"$\{name}$"
    if name in ("TeX", "LaTeX"):
        return rf"{{\{name}}}"
    return "".join(map(character, token))


def _escaped(sign: str) -> str:
    match sign:
        case "\\" | " " | "\n":
            return " "
        case ",":
            return r"\,"
        case "-" | "/" | "!" | "@":
            return ""
        case "&" | "%" | "$" | "#" | "_" | "{" | "}":
            return character(sign)
        case _:
            return TEXT["\\"] + character(sign)


def _formula(token: str, following: str) -> str | None:
    """Return what `$…$`, `\\(…\\)` and the like hold as safe mathematics, or `None` when it is none."""
    edge = 1 if token[0] == "$" and token[1] != "$" else 2
    content = token[edge:-edge]
    if not content.strip() or "^^" in content or _UNFINISHED.search(content):
        return None
    if not _balanced(re.sub(r"\\.", "", content, flags=re.DOTALL)) or _lopsided(content):
        return None
    if token[0] == "$":
        if content[0].isdigit() and (following.isdigit() or _is_price(content)):
            return None
        if content != content.strip() and not re.search(r"[\\^_=<>+]|^\s*[\w']{1,3}\s*$", content):
            return None
    elif "$" in content:
        return None
    tabular = _environments_match(content)
    formula = _FORMULA_TOKEN.sub(lambda found: _formula_token(found, tabular), content)
    if not _balanced(formula):
        formula = re.sub(r"\\([{}])", lambda found: rf"\{'l' if found[1] == '{' else 'r'}brace ", formula)
    return formula


def _is_price(content: str) -> bool:
    """Tell whether what begins with a number goes on as a sentence: “$5 and $6”."""
    return not _CALCULATION.search(content) and _PROSE.search(content) is not None


def _formula_token(found: re.Match[str], tabular: bool) -> str:
    token = found.group()
    name, sign = found["name"], found["sign"]
    if found["edge"]:
        return (
            token
            if tabular
            else rf"\backslash\mathrm{{{found['edge']}}}{{{found['environment'].strip('*')}}}"
        )
    if name:
        name = {"Bbb": "mathbb", "frak": "mathfrak"}.get(name, name)
        name = {**dict.fromkeys("CNQRZ", ""), **_DOUBLED}.get(name, name) or rf"mathbb{{{name}}}"
        return f"\\{name}" if name in KNOWN or name.startswith("mathbb{") else rf"\mathrm{{{name}}}"
    if sign:
        return token if sign in _FORMULA_SIGNS else rf"\backslash {_formula_character(sign)}"
    return token if token == "~" or (token == "&" and tabular) else _formula_character(token)


def _formula_character(sign: str) -> str:
    if sign in "%#&$":
        return f"\\{sign}"
    if sign in MATHEMATICS:
        written = MATHEMATICS[sign]
        return f"{written} " if written[-1].isalpha() else written
    written = character(sign)
    return rf"\mbox{{{written}}}" if len(written) > 1 else written


def _environments_match(formula: str) -> bool:
    """Tell whether every environment of the formula is a known one and ends where it should."""
    begun: list[str] = []
    for edge, environment in re.findall(r"\\(begin|end)\{([^{}]*)\}", formula):
        if environment not in ENVIRONMENTS:
            return False
        if edge == "begin":
            begun.append(environment)
        elif not begun or begun.pop() != environment:
            return False
    return not begun and r"\begin" in formula


def _lopsided(formula: str) -> bool:
    return len(re.findall(r"\\left(?![a-z])", formula)) != len(re.findall(r"\\right(?![a-z])", formula))


def _balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
