"""How far papers were gone through, in one line, and at the end a summary."""

from textual.content import Content

from reader.service.triage import Decision, Triage
from reader.ui.widgets.figure import plural

SIGNS = {Decision.KEEP: "★", Decision.LATER: "›", Decision.DISMISS: "✕", Decision.SKIP: "·"}
"""A sign for each decision."""

WORDS = {
    Decision.KEEP: "kept",
    Decision.LATER: "for later",
    Decision.DISMISS: "not for me",
    Decision.SKIP: "skipped",
}
"""What was done with a paper, for people."""

_NARROWEST_BAR, _WIDEST_BAR = 8, 40
_EIGHTHS = " ▏▎▍▌▋▊▉"


def progress_content(title: str, triage: Triage, width: int) -> Content:
    """Return one line of at most `width` columns: the list, `12 of 90`, a bar, and the counts of decisions."""
    total = len(triage.entries)
    place = f"{min(triage.done + 1, total):,} of {total:,}"
    counts = "  ".join(f"{SIGNS[decision]} {triage.count(decision):,}" for decision in Decision)
    room = width - len(place) - len(counts) - 6
    heading = Content(title).truncate(max(0, room - _NARROWEST_BAR - 2), ellipsis=True)
    bar = min(room - heading.cell_length - 2, 3 * _WIDEST_BAR)
    if bar < _NARROWEST_BAR:
        return Content.assemble((place, "bold $primary"), "  ", (counts, "$muted"))
    done = round(bar * triage.done / total) if total else bar
    return Content.assemble(
        heading.stylize("bold"),
        "  ",
        (place, "bold $primary"),
        "  ",
        ("━" * done, "$primary"),
        ("─" * (bar - done), "$faint"),
        "  ",
        (counts, "$muted"),
    )


def summary_content(triage: Triage, width: int) -> Content:
    """Return what came of it: the counts as bars, and the time it took."""
    counts = [(decision, triage.count(decision)) for decision in Decision]
    most = max(1, *(count for _, count in counts))
    room = max(_NARROWEST_BAR, min(_WIDEST_BAR, width - 21))
    rows = [
        Content.assemble(
            (f"{SIGNS[decision]} ", "$primary"),
            f"{WORDS[decision]:<12}",
            (f"{count:>5,}  ", "bold"),
            (_bar(room * count / most), "$primary"),
        )
        for decision, count in counts
        if count or decision is not Decision.SKIP
    ]
    heading = Content.styled(f"{plural(triage.done, 'paper')} in {spoken_time(triage.seconds)}", "bold")
    seconds = triage.seconds / max(1, triage.done)
    if triage.done > 1 and seconds >= 1:
        heading = Content.assemble(heading, (f", {spoken_time(seconds)} for each", "$muted"))
    return Content("\n").join([heading, Content(""), *rows])


def said(triage: Triage) -> str:
    """Return what came of it as one sentence."""
    counts = [
        f"{triage.count(decision):,} {WORDS[decision]}" for decision in Decision if triage.count(decision)
    ]
    through = f"{triage.done:,} of {plural(len(triage.entries), 'paper')}"
    return f"Gone through {through}: {', '.join(counts)}" if counts else "Nothing decided, nothing changed"


def spoken_time(seconds: float) -> str:
    """Return `8 s`, `2 min 5 s`, `1 h 10 min`."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def _bar(length: float) -> str:
    eighths = round(8 * length)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()
