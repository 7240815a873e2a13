"""`follow` and `unfollow`: authors, organisations, keywords and categories."""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from reader.cli.mark import tell
from reader.cli.output import is_unicode, say, write
from reader.cli.session import opened
from reader.core.errors import UsageError
from reader.core.follow import Subject, parse_subject

_FORMS = "author:NAME, org:NAME, keyword:WORDS, cat:CODE (cs.LG; math for all of it) or the code alone"
_NOTES = (
    "Names are compared as a whole, without case and accents. What is new from them: paper-reader list --view"
    " followed. Categories that config.toml names (arxiv.categories) are followed too."
)


def add_follow(parser: ArgumentParser) -> None:
    """Add the arguments of `follow`."""
    parser.epilog = _NOTES
    parser.add_argument("subject", type=_subject, nargs="*", metavar="KIND:NAME", help=_FORMS)
    parser.add_argument("--json", action="store_true", help="print one JSON array of what is followed")
    parser.set_defaults(run=_follow)


def add_unfollow(parser: ArgumentParser) -> None:
    """Add the arguments of `unfollow`."""
    parser.add_argument("subject", type=_subject, nargs="+", metavar="KIND:NAME", help=_FORMS)
    parser.set_defaults(run=_unfollow)


def _subject(text: str) -> Subject:
    try:
        return parse_subject(text)
    except UsageError as error:
        raise ArgumentTypeError(str(error)) from error


def _follow(arguments: Namespace) -> int:
    with opened(arguments) as program:
        following = program.service.following
        if arguments.subject:
            tell(following.follow(arguments.subject), True, "followed so already")
        if arguments.subject and not arguments.json:
            return 0
        subjects = [*following.all.values()]
        fixed = [following.is_set(subject) for subject in subjects]
    if arguments.json:
        records = [
            {"kind": subject.kind.value, "name": subject.name, "set": is_set}
            for subject, is_set in zip(subjects, fixed, strict=True)
        ]
        write(json.dumps(records, ensure_ascii=not is_unicode(), indent=2) + "\n")
    elif not subjects:
        say("You follow nothing yet; paper-reader follow author:NAME follows somebody.")
    else:
        rows = zip(subjects, fixed, strict=True)
        write("".join(f"{subject}{'  (config.toml)' if is_set else ''}\n" for subject, is_set in rows))
    return 0


def _unfollow(arguments: Namespace) -> int:
    with opened(arguments) as program:
        step = program.service.following.unfollow(arguments.subject)
        tell(step, True, "not followed")
    return 0
