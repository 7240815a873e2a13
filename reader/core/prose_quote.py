"""Quotation marks, dashes and ties of running text."""


class Punctuation:
    """Turns the marks of one paragraph into typographic ones; a closing mark needs an opening one before it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._latex = "\\" in text
        self._quotes = 0
        self._tick = False

    def shown(self, token: str, position: int) -> str:
        """Return what stands for a mark that ends at the position; code comes without its backticks."""
        before = self._text[position - len(token) - 1 : position - len(token)]
        after = self._text[position : position + 1]
        match token:
            case "--":
                return "–"
            case "---":
                return "—"
            case "~":
                return " " if self._is_tie(before, after, position) else "~"
            case "``":
                self._quotes += 1
                return "“"
            case "''" | '"' if self._quotes:
                self._quotes -= 1
                return "”"
            case "'" if self._tick and not after.isalnum():
                self._tick = False
                return "’"
            case "`" if after.isalnum() and not before.isalnum():
                self._tick = True
                return "‘"
        return token[1:-1] if len(token) > 2 else token

    def _is_tie(self, before: str, after: str, position: int) -> bool:
        """Whether a tilde ties two words, and does not mean "about" or "up to"."""
        if not before or before.isspace() or before in "([{</=":
            return False
        if after.isdigit():
            word = self._text[max(0, position - 12) : position - 1].split()[-1:]
            return bool(word) and not word[0][0].isdigit()
        return after.isalpha() or after in "(\\[{$" or self._latex
