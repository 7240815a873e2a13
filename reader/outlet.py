"""What leads out of the program: notices, sync and the schedule, put together when they are asked for."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from reader.core.account import Account
from reader.core.digest import Digest, DigestFormat, DigestGroup, DigestItem
from reader.core.errors import MailError, UsageError
from reader.core.mail import MailSettings
from reader.core.sync import SyncSettings
from reader.core.text import clean_line
from reader.core.watch import Channel, Notice
from reader.library.lock import FolderLock
from reader.notification.command import Approvals, notify_command
from reader.notification.desktop import notify_desktop
from reader.service.noticing import Noticing, Notifiers
from reader.service.port import MarkStore
from reader.service.scheduling import Scheduling
from reader.service.syncing import Place, Syncing
from reader.service.watching import Watches


def noticing(
    library: MarkStore, folder: Path, cache: Path, watches: Watches, settings: MailSettings
) -> Noticing:
    """Return what tells new papers; `folder` keeps which commands may be run."""
    # Where nobody is named, sending says what to write into the settings.
    post = {address: partial(_post_notice, settings, address) for address in settings.to or ("",)}
    notifiers: Notifiers = {
        Channel.DESKTOP: {"": notify_desktop},
        Channel.MAIL: post,
        Channel.COMMAND: {"": notify_command},
    }
    turn = FolderLock(cache / "watch.lock").held
    return Noticing(watches, library, notifiers, Approvals(folder / "commands.json"), turn)


def _post_notice(settings: MailSettings, address: str, notice: Notice) -> None:
    """Send new papers to an address, as a digest of one group; `MailError` where it is not taken."""
    from reader.export.digest.format import render
    from reader.mail.delivery import DigestPost

    if not address:
        raise MailError("No address is set for mail; write “to” into the table [mail] of config.toml.")
    items = tuple(DigestItem(entry, (f"you watch {notice.watch.title}",)) for entry in notice.entries)
    made = Digest(datetime.now(UTC).astimezone(), (DigestGroup(notice.watch.title, items),))
    with DigestPost(settings).opened() as carrier:
        carrier.send(made, render(made, DigestFormat.TEXT), render(made, DigestFormat.HTML), address)


def syncing(library: MarkStore, cache: Path, settings: SyncSettings) -> Syncing:
    """Return what joins libraries; `UsageError` where nothing says where they meet."""
    folder = cache / "sync"
    return Syncing(library, _place(settings, folder), folder, FolderLock(cache / "sync.lock").held)


def _place(settings: SyncSettings, folder: Path) -> Place:
    from reader.mail.password import find_secret
    from reader.sync.git import GitPlace
    from reader.sync.webdav import DavPlace

    account = Account(
        clean_line(settings.place or "", 200),
        settings.user or "",
        "PAPER_READER_SYNC_PASSWORD",
        "paper-reader-sync",
        "sync",
        settings.password_command,
    )
    secret = partial(find_secret, account)
    if settings.git:
        return GitPlace(settings.git, folder / "git", settings.user, secret)
    if settings.webdav:
        return DavPlace(settings.webdav, settings.user, secret)
    raise UsageError(
        "Nothing says where your machines meet. Write it into config.toml, in the table [sync]:"
        ' git = "git@example.org:papers.git", or webdav = "https://example.org/dav/papers" and user = "…".'
    )


def scheduling() -> Scheduling:
    """Return what lets the program run by itself; it needs no file of ours."""
    from reader.schedule.cron import Cron
    from reader.schedule.launchd import Launchd
    from reader.schedule.systemd import Systemd

    return Scheduling((Launchd(), Systemd(), Cron()))
