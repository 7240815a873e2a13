"""Every error that a person may meet, each carrying a sentence that says what to do.

ReaderError
├── SourceError            a source could not give papers
│   ├── OfflineError       no connection: nothing answered
│   ├── RefusedError       the service answered that it will not (its own words are kept)
│   └── NotFoundError      the service does not have it
├── StorageError           a file or folder of ours cannot be read or written
│   └── BusyError          another window is writing just now
├── MailError              a mail could not be sent
├── PasswordError          a password is missing, or could not be had
├── ProgramError           another program did not do what it was asked to
├── SyncError              the libraries of other machines could not be reached or joined
├── QueryError             a filter that cannot be understood, with the place where
├── FormatError            a file that is not what it claims to be
└── UsageError             what was asked for makes no sense
"""


class ReaderError(Exception):
    """An expected failure whose text is a sentence for the person."""


class SourceError(ReaderError):
    """A source could not give papers."""

    retry_after: float | None = None
    """Seconds after which another attempt makes sense; `None` where none does."""


class OfflineError(SourceError):
    """Nothing answered: no network, no name, no connection."""


class RefusedError(SourceError):
    """The service refused the request; `status` is its HTTP status."""

    def __init__(self, message: str, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class NotFoundError(SourceError):
    """The service does not have what was asked for."""


class StorageError(ReaderError):
    """A file or folder of ours cannot be read or written."""


class BusyError(StorageError):
    """Another window is writing just now; trying again is right."""


class MailError(ReaderError):
    """A mail could not be sent."""


class PasswordError(ReaderError):
    """A password is missing, or could not be had."""


class ProgramError(ReaderError):
    """Another program, such as `crontab` or `git`, did not do what it was asked to."""


class SyncError(ReaderError):
    """The libraries of other machines could not be reached or joined."""


class QueryError(ReaderError):
    """A filter that cannot be understood; `position` counts characters from 0."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position


class FormatError(ReaderError):
    """A file that is not what it claims to be."""


class UsageError(ReaderError):
    """What was asked for makes no sense."""
