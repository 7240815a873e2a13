"""What is said while a service lets nobody ask."""

import math


class Wait(str):
    """A sentence about a pause that the person may give up."""

    __slots__ = ()

    @classmethod
    def of(cls, sentence: str, seconds: float) -> "Wait":
        """Return the sentence with the seconds that are left behind it."""
        return cls(f"{sentence} {math.ceil(seconds)} s")
