"""A person's words as a query of arXiv's."""

import re

_TERM = re.compile(
    r"(?:(?P<field>ti|au|abs|co|jr|cat|rn|all):)?(?:\"(?P<phrase>[^\"]+)\"|(?P<word>[^\s\"]+))"
)


def query_terms(query: str) -> str:
    """Return the words of a person as a query of arXiv's: all of them, in any field."""
    terms = []
    for found in _TERM.finditer(query[:1_000]):
        # What is no letter or digit is an operator to arXiv; quotation marks keep the parts of a word together.
        words = re.findall(r"[\w.*-]*\w[\w.*-]*", found["phrase"] or found["word"])
        if words and words != ["AND"]:
            text = " ".join(words)
            quoted = f'"{text}"' if found["phrase"] or not re.fullmatch(r"[\w.*]+", text) else text
            terms.append(f"{found['field'] or 'all'}:{quoted}")
    return " AND ".join(terms)
