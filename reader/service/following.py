"""The use cases of following: what is followed is kept in the library, beside the categories of the settings."""

from collections.abc import Iterable, Mapping, Sequence

from reader.core.errors import UsageError
from reader.core.follow import Follow, Subject, categories_followed, distinct, named, subjects_followed
from reader.core.item import FOLLOWS, ItemChange
from reader.service.marking import Marking, Step


class Following:
    """Follows and follows no longer; every change blocks until it is on disk (else `StorageError`), and can be undone."""

    def __init__(self, marking: Marking, categories: Sequence[str] = ()) -> None:
        """Take the codes of the categories that the settings name: they are followed as well."""
        self._marking = marking
        self._settings = {subject.key for subject in subjects_followed({}, categories).values()}
        self._named = tuple(categories)
        self._known: tuple[Mapping[str, Follow], Mapping[str, Subject]] = ({}, {})

    @property
    def all(self) -> Mapping[str, Subject]:
        """What is followed, by key: the categories of the settings first, then the oldest."""
        kept = self._marking.follows
        if self._known[0] is not kept:  # it is asked at every move of the cursor
            self._known = kept, subjects_followed(kept, self._named)
        return self._known[1]

    @property
    def categories(self) -> tuple[str, ...]:
        """The codes of the categories that are followed."""
        return categories_followed(self._marking.follows, self._named)

    def is_set(self, subject: Subject) -> bool:
        """Tell whether the settings name it, so that it cannot be given up here."""
        return subject.key in self._settings

    def toggle(self, subject: Subject) -> Step | None:
        """Follow, or follow no longer; `UsageError` for what the settings name."""
        return self.unfollow([subject]) if subject.key in self.all else self.follow([subject])

    def follow(self, subjects: Iterable[Subject]) -> Step | None:
        """Follow; `None` where all of them were followed before."""

        def step() -> Step | None:
            new = [subject for subject in distinct(subjects) if subject.key not in self.all]
            now = self._marking.now
            changes = [
                ItemChange(FOLLOWS, subject.key, None, Follow(subject.kind, subject.name, now))
                for subject in new
            ]
            return Step(f"You follow {named(new)}", tuple(changes)) if changes else None

        return self._marking.perform(step)

    def unfollow(self, subjects: Iterable[Subject]) -> Step | None:
        """Follow no longer; `None` where none of them was followed, `UsageError` for what the settings name."""

        def step() -> Step | None:
            old = distinct(subjects)
            if fixed := [subject for subject in old if self.is_set(subject)]:
                raise UsageError(
                    f"{named(fixed)} is followed because config.toml says so (arxiv.categories); take it out there."
                )
            kept = self._marking.follows.items()
            keys = {subject.key for subject in old}
            changes = [
                ItemChange(FOLLOWS, key, follow, None)
                for key, follow in kept
                if follow.subject and follow.subject.key in keys
            ]
            names = [change.before.subject for change in changes if isinstance(change.before, Follow)]
            sentence = f"You no longer follow {named(filter(None, names))}"
            return Step(sentence, tuple(changes)) if changes else None

        return self._marking.perform(step)
