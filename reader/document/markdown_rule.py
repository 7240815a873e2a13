"""What Markdown is for us: CommonMark with tables, and with mathematics between dollars."""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

EQUATION_NUMBER: Final = re.compile(r"\s*\((\w[\w.]{0,15})\)\s*$")
"""What stands behind displayed mathematics."""


def markdown_parser() -> "MarkdownIt":
    """Return a parser of Markdown with tables and mathematics, and without HTML."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["html_block", "html_inline"])
    parser.inline.ruler.before("escape", "math", _inline_math)
    parser.block.ruler.before(
        "fence", "math_block", _block_math, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    return parser


def _inline_math(state: "StateInline", silent: bool) -> bool:
    """Take mathematics between dollars, before any of it is read as Markdown."""
    source, start = state.src, state.pos
    if source[start] != "$":
        return False
    sign = "$$" if source.startswith("$$", start) else "$"
    begin = start + len(sign)
    end = source.find(sign, begin)
    while end > 0 and source[end - 1] == "\\" and source[end - 2 : end - 1] != "\\":
        end = source.find(sign, end + 1)
    content = source[begin:end]
    # A dollar before a blank or a number behind the second one is money.
    money = sign == "$" and (
        not content.strip()
        or content[0].isspace()
        or content[-1].isspace()
        or source[end + 1 : end + 2].isdigit()
    )
    if end < 0 or money or end > state.posMax:
        return False
    if not silent:
        token = state.push("math", "", 0)
        token.content = content
    state.pos = end + len(sign)
    return True


def _block_math(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    """Take lines that begin with two dollars, up to the closing ones and the number behind them."""
    if not state.src.startswith("$$", state.bMarks[start] + state.tShift[start]):
        return False
    for last in range(start, min(end, start + 500)):
        line = state.src[state.bMarks[last] + state.tShift[last] : state.eMarks[last]]
        inner = line[2:] if last == start else line
        if "$$" in inner:
            if not EQUATION_NUMBER.fullmatch(tail := inner.rpartition("$$")[2]) and tail.strip():
                return False
            break
    else:
        return False
    if silent:
        return True
    whole = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[last]]
    token = state.push("math_block", "", 0)
    token.content, _, token.info = whole[2:].rpartition("$$")
    state.line = last + 1
    return True
