"""`pdf`: download PDFs, list those that are kept, open them."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.cli.entry import dumped
from reader.cli.option import add_identifiers, add_offline, identifiers_of
from reader.cli.output import dim, say, write
from reader.cli.session import opened, wait_for
from reader.cli.transfer import Transfers, transfer_bar
from reader.core.errors import OfflineError, ReaderError, UsageError
from reader.core.kept_pdf import KeptPdf, size_label
from reader.core.text import clean_line
from reader.service.exchange import expanded

if TYPE_CHECKING:
    from reader.service.downloading import Downloading

_PATH_LIMIT = 4_096
_NOTES = (
    "Prints the path of each file. A PDF that is there is not downloaded again, and a download that broke off goes on"
    " with the same command. arXiv gives one at a time, with a pause of 3 seconds between two."
)


def add_pdf(parser: ArgumentParser) -> None:
    """Add the arguments of `pdf`."""
    parser.epilog = _NOTES
    add_identifiers(parser, "*")
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="the folder they come to (default: the setting pdf.folder)"
    )
    parser.add_argument("--open", action="store_true", help="open them with your viewer")
    parser.add_argument("--list", action="store_true", help="list what is kept, with sizes")
    parser.add_argument("--json", action="store_true", help="print one JSON array: id, path, size, complete")
    add_offline(parser)
    parser.set_defaults(run=_pdf)


def _pdf(arguments: Namespace) -> int:
    if arguments.list == bool(arguments.id):
        raise UsageError("`pdf` takes identifiers, or --list and none.")
    if arguments.list and (arguments.to or arguments.open):
        raise UsageError("--list goes with neither --to nor --open.")
    with opened(arguments) as program:
        downloading = program.service.downloading
        if arguments.list:
            _write_list(downloading.kept(), as_json=arguments.json)
            return 0
        identifiers = identifiers_of(arguments.id)
        folder = expanded(arguments.to).absolute() if arguments.to else None
        if arguments.offline:
            found = _stored(downloading, identifiers)
        else:
            with transfer_bar(len(identifiers)) as transfers:
                work = _download_all(downloading, identifiers, folder, transfers)
                found = wait_for(program.service, work)
        if arguments.json:
            _write_json(found)
        else:
            write("".join(f"{_path(kept)}\n" for kept in found))
        if arguments.open:
            for kept in found:
                downloading.view(kept.path)
        return 0 if len(found) == len(identifiers) else 1


async def _download_all(
    downloading: "Downloading", identifiers: Sequence[str], folder: Path | None, transfers: Transfers
) -> list[KeptPdf]:
    """Return the PDFs that there are now, one downloaded after the other; what is wrong with the others is said."""
    found: list[KeptPdf] = []
    for place, identifier in enumerate(identifiers):
        transfers.begin(identifier)
        try:
            found.append(await downloading.download(identifier, transfers.told, folder))
        except OfflineError as error:
            say(f"{', '.join(identifiers[place:])}: not downloaded. {error}")
            break
        except ReaderError as error:
            say(f"{identifier}: {error}")
    return found


def _stored(downloading: "Downloading", identifiers: Sequence[str]) -> list[KeptPdf]:
    """Return the PDFs that are there; the others are named."""
    found = {identifier: downloading.find(identifier) for identifier in identifiers}
    for identifier, kept in found.items():
        if kept is None:
            say(f"The PDF of {identifier} is not kept on this computer; without --offline it is downloaded.")
    return [kept for kept in found.values() if kept is not None]


def _write_list(kept: Sequence[KeptPdf], *, as_json: bool) -> None:
    if as_json:
        _write_json(kept)
        return
    if not kept:
        say("No PDF is kept yet; `paper-reader pdf ID` downloads one.")
        return
    names = max(len(each.identifier) for each in kept)
    sizes = max(len(size_label(each.size)) for each in kept)
    for each in kept:
        front = f"{each.identifier:<{names}}  {size_label(each.size):>{sizes}}  "
        remark = "" if each.whole else dim("  (not whole yet)")
        write(f"{dim(front)}{_path(each)}{remark}\n")
    number = "1 file" if len(kept) == 1 else f"{len(kept):,} files"
    say(f"{number}, {size_label(sum(each.size for each in kept))} in all.")


def _write_json(kept: Sequence[KeptPdf]) -> None:
    write(dumped([_record(each) for each in kept], indent=2) + "\n")


def _record(kept: KeptPdf) -> dict[str, Any]:
    return {"id": kept.identifier, "path": str(kept.path), "size": kept.size, "complete": kept.whole}


def _path(kept: KeptPdf) -> str:
    """Return a path without what could drive the terminal."""
    return clean_line(str(kept.path), _PATH_LIMIT)
