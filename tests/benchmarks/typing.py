"""Queries as people type them, letter by letter, some of them misspelt."""

import random

STOP_WORDS = frozenset(
    "about above after again also among approach based been before being best between beyond both case cases does"
    " during each from have having here high into its itself less like many more most much need only other over same"
    " show some such than that their them then there these they this those through toward towards under upon using"
    " very via want were what when where which while will with within without your".split()
)
"""Words that nobody remembers a paper by."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mistyped(word: str, chance: random.Random) -> str:
    """Return the word with one letter too many, too few or another, or with two swapped."""
    while True:
        at = chance.randrange(len(word))
        letter = chance.choice(_LETTERS)
        match chance.randrange(4):
            case 0:
                changed = word[:at] + letter + word[at:]
            case 1:
                changed = word[:at] + word[at + 1 :]
            case 2:
                changed = word[:at] + letter + word[at + 1 :]
            case _:
                changed = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        if changed != word:
            return changed
