"""Libraries meet in a branch of a git repository.

There is no work tree: what others wrote is read from the object store and never lands on the disk as files, so names and
links in it can do nothing. This machine's file is put into the newest commit there is; where another machine was quicker,
that is done again on its commit. As no two machines write one file, git has never anything to merge.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from reader.core.errors import ProgramError, StorageError, SyncError
from reader.core.sync import FOLDER, SIZE_LIMIT, Shelved, shelved
from reader.core.text import clean_line
from reader.process import Ended, run_program

BRANCH = "paper-reader"
"""The branch, which is no other program's business."""

_REF = f"refs/heads/{BRANCH}"
_FETCHED = "refs/fetched/remote"
_SECONDS = 120.0
_LOCAL_SECONDS = 30.0
_LISTING_LIMIT = 1_000_000
_ATTEMPTS = 5
_FILE, _FILES = "100644", ("100644", "100755")
_REJECTED = ("rejected", "cannot lock ref", "failed to update ref", "stale info")
_NAME = "paper-reader"

# The address says how it is spoken, and the helper below whom the password is for.
_HELPER = (
    '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$READER_USER" "$READER_SECRET"; }; f'
)
_OWN_VARIABLES = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_TRACE",
    "GIT_TRACE_CURL",
    "GIT_CURL_VERBOSE",
)


class GitPlace:
    """A repository that all machines reach; `folder` keeps a copy of its branch."""

    def __init__(
        self, address: str, folder: Path, user: str | None = None, secret: Callable[[], str] | None = None
    ) -> None:
        """`secret` returns the password of the user; without a user, git logs in as it does elsewhere."""
        self.name = clean_line(address, 200)
        self._address = os.path.expanduser(address) if address.startswith("~") else address
        self._folder = folder
        self._user = user
        self._secret = secret
        self._password: str | None = None
        self._blobs: dict[str, str] = {}
        self._head: str | None = None

    def look(self) -> Shelved:
        """Fetch what the others wrote and return what there is; `SyncError` where the repository is out of reach."""
        self._fetch()
        self._blobs = {}
        if self._head is None:
            return Shelved({})
        listing = self._listed("-l", self._head, f"{FOLDER}/")
        files: list[tuple[str, int]] = []
        for entry in listing.split(b"\0"):
            fields, tab, path = entry.decode("utf-8", "replace").partition("\t")
            words = fields.split()
            if not tab or len(words) != 4:
                continue
            name = path.removeprefix(f"{FOLDER}/")
            if words[0] in _FILES and words[3].isdecimal():
                files.append((name, int(words[3])))
                self._blobs[name] = words[2]
            else:
                files.append(("", 0))  # a link, a folder, another repository
        return shelved(files)

    def read(self, machine: str) -> bytes:
        """Return the file of a machine."""
        return self._own("cat-file", "blob", self._blobs[f"{machine}.json"], limit=SIZE_LIMIT + 1).output

    def write(self, machine: str, content: bytes) -> None:
        """Put this machine's file there; `SyncError` where that fails, and nothing has changed there."""
        blob = self._hash(content)
        for _ in range(_ATTEMPTS):
            pushed = self._run("push", "--quiet", "--porcelain", "--", self._address, f"{self._commit(machine, blob)}:{_REF}")  # fmt: skip
            if not pushed.code:
                return
            said = f"{pushed.output.decode('utf-8', 'replace')}\n{pushed.error}".lower()
            if not any(words in said for words in _REJECTED) or "remote rejected" in said:
                raise self._failed(pushed)
            self._fetch()  # another machine was quicker
        raise SyncError(f"{self.name} is changed by others again and again; try again later.")

    # What is asked of git

    def _fetch(self) -> None:
        self._begin()
        found = self._run("ls-remote", "--quiet", "--", self._address, _REF)
        if found.code:
            raise self._failed(found)
        if not found.output.strip():
            self._head = None
            return
        fetched = self._run(
            "fetch", "--quiet", "--no-tags", "--depth=1", "--", self._address, f"+{_REF}:{_FETCHED}"
        )
        if fetched.code:
            raise self._failed(fetched)
        self._head = self._own("rev-parse", "--verify", f"{_FETCHED}^{{commit}}").output.decode().strip()

    def _begin(self) -> None:
        if not (self._folder / "HEAD").exists():
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StorageError(f"{self._folder} cannot be made ({error.strerror or error}).") from error
            self._own("init", "--quiet", "--bare", str(self._folder))

    def _hash(self, content: bytes) -> str:
        return self._own("hash-object", "-w", "--stdin", content=content).output.decode().strip()

    def _commit(self, machine: str, blob: str) -> str:
        """Return a commit with our file in the place of the earlier one, and all else as it was."""
        parent = () if self._head is None else ("-p", self._head)
        own = f"{_FILE} blob {blob}\t{machine}.json".encode()
        files = self._tree(f"{self._head}:{FOLDER}", f"{machine}.json", own) if self._has_folder() else own
        folder = f"040000 tree {self._make_tree(files)}\t{FOLDER}".encode()
        root = folder if self._head is None else self._tree(self._head, FOLDER, folder)
        words = ("commit-tree", self._make_tree(root), *parent, "-m", f"{_NAME}: {machine}")
        return self._own(*words).output.decode().strip()

    def _has_folder(self) -> bool:
        if self._head is None:
            return False
        listed = self._own("ls-tree", "-z", self._head, "--", FOLDER).output
        return listed.startswith(b"040000 ")

    def _tree(self, tree: str, name: str, entry: bytes) -> bytes:
        """Return the entries of a tree with one of a name in the place of an earlier one."""
        others = [
            each
            for each in self._listed(tree).split(b"\0")
            if each and each.partition(b"\t")[2] != name.encode()
        ]
        return b"\0".join([*others, entry])

    def _listed(self, *words: str) -> bytes:
        """Return what is in a tree, all of it: what is not seen would be taken away by the next commit."""
        listed = self._own("ls-tree", "-z", *words, limit=_LISTING_LIMIT).output
        if len(listed) >= _LISTING_LIMIT:
            raise SyncError(f"The branch {BRANCH} of {self.name} has too many files, so nothing was joined.")
        return listed

    def _make_tree(self, entries: bytes) -> str:
        made = self._own("mktree", "-z", "--missing", content=entries + b"\0")
        return made.output.decode().strip()

    def _own(self, *words: str, content: bytes = b"", limit: int = 65_536) -> Ended:
        """Run git on our own copy, which has to work."""
        ended = self._git(words, content, os.environ, _LOCAL_SECONDS, limit)
        if ended.code:
            raise SyncError(
                f"git {words[0]} failed on our copy of {self.name} ({ended.reason}). {self._folder} may be deleted."
            )
        return ended

    def _run(self, *words: str) -> Ended:
        """Run git on the repository that all reach, logged in where a user is set."""
        variables = dict(os.environ)
        options: tuple[str, ...] = ()
        scheme = urlsplit(self._address).scheme if "://" in self._address else ""
        if self._user and self._secret and scheme in ("http", "https"):
            if self._password is None:
                self._password = self._secret()
            host = "{0.scheme}://{0.netloc}".format(urlsplit(self._address))
            # Nobody else's helper is asked, and ours answers for this host only.
            options = ("-c", "credential.helper=", "-c", f"credential.{host}.helper={_HELPER}")
            variables |= {"READER_USER": self._user, "READER_SECRET": self._password}
        variables["GIT_ALLOW_PROTOCOL"] = scheme or ("ssh" if self._is_ssh else "file")
        return self._git((*options, *words), b"", variables, _SECONDS, _LISTING_LIMIT)

    @property
    def _is_ssh(self) -> bool:
        return not self._address.startswith("/") and "@" in self._address.partition(":")[0]

    def _git(
        self, words: tuple[str, ...], content: bytes, variables: Mapping[str, str], seconds: float, limit: int
    ) -> Ended:
        environment = {name: value for name, value in variables.items() if name not in _OWN_VARIABLES}
        environment |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1"}
        for role in ("AUTHOR", "COMMITTER"):
            environment |= {f"GIT_{role}_NAME": _NAME, f"GIT_{role}_EMAIL": f"{_NAME}@localhost"}
        options = ("--git-dir", str(self._folder), "-c", f"core.hooksPath={os.devnull}", "-c", "gc.autoDetach=false")  # fmt: skip
        try:
            return run_program(
                ("git", *options, *words), content, seconds=seconds, environment=environment, limit=limit
            )
        except ProgramError as error:
            raise SyncError(f"{str(error).rstrip('.')}; nothing is lost, and nothing was joined.") from error

    def _failed(self, ended: Ended) -> SyncError:
        return SyncError(
            f"{self.name} cannot be reached or written to ({_reason(ended)}). Your library is as it was; the next sync"
            " makes up for it."
        )


def _reason(ended: Ended) -> str:
    """Return the first line that is no warning: what git adds below it is advice."""
    lines = [line for text in ended.error.splitlines() if (line := clean_line(text, 200))]
    said = [line for line in lines if not line.lower().startswith("warning:")]
    return said[0].rstrip(".") if said else ended.reason
