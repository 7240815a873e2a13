"""The marks between which git puts the two sides of a file that it could not merge."""

BOTH = (True, True)
"""A line that both sides have."""


def sides_after(line: bytes) -> tuple[bool, bool] | None:
    """Return whether our side has the lines after this one, and whether theirs has; `None` where it is no mark."""
    if line.startswith(b"<<<<<<< "):
        return True, False
    if line.startswith(b"||||||| "):
        return False, False
    if line.rstrip() == b"=======":
        return False, True
    return BOTH if line.startswith(b">>>>>>> ") else None
