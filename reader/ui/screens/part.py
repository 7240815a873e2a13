"""The parts of the main screen that its first frame does without, each imported when it is first asked for."""

from functools import cached_property
from typing import TYPE_CHECKING

from reader.service.service import Service
from reader.ui.memory import Memory

if TYPE_CHECKING:
    from reader.ui.screens.aside import Aside
    from reader.ui.screens.changing import Changing
    from reader.ui.screens.following import FollowTasks
    from reader.ui.screens.linked import LinkedTab
    from reader.ui.screens.own import OwnViews
    from reader.ui.screens.papers import PapersScreen
    from reader.ui.screens.rising import Courses
    from reader.ui.screens.saved import SavedSearches
    from reader.ui.screens.suggestion import Suggestions
    from reader.ui.screens.task import PaperTasks


class Parts:
    """Makes each part once."""

    def __init__(self, screen: "PapersScreen", service: Service, memory: Memory) -> None:
        self._screen = screen
        self._service = service
        self._memory = memory

    @cached_property
    def saved(self) -> "SavedSearches":
        """The saved searches."""
        from reader.ui.screens.saved import SavedSearches

        return SavedSearches(self._screen, self._service)

    @cached_property
    def own(self) -> "OwnViews":
        """The views of what the person did, and their tags."""
        from reader.ui.screens.own import OwnViews

        return OwnViews(self._screen, self._service)

    @cached_property
    def following(self) -> "FollowTasks":
        """What is followed."""
        from reader.ui.screens.following import FollowTasks

        return FollowTasks(self._screen, self._service)

    @cached_property
    def suggestions(self) -> "Suggestions":
        """Papers like others."""
        from reader.ui.screens.suggestion import Suggestions

        return Suggestions(self._screen)

    @cached_property
    def linked(self) -> "LinkedTab":
        """What is linked with the paper."""
        from reader.ui.screens.linked import LinkedTab

        return LinkedTab(self._screen, self._service)

    @cached_property
    def courses(self) -> "Courses":
        """The course of the upvotes."""
        from reader.ui.screens.rising import Courses

        return Courses(self._screen, self._service.reading)

    @cached_property
    def aside(self) -> "Aside":
        """What the sidebar lists."""
        from reader.ui.screens.aside import Aside

        return Aside(self._screen, self._service)

    @cached_property
    def changing(self) -> "Changing":
        """What is kept."""
        from reader.ui.screens.changing import Changing

        return Changing(self._screen, self._service)

    @cached_property
    def tasks(self) -> "PaperTasks":
        """What is done with papers."""
        from reader.ui.screens.task import PaperTasks

        return PaperTasks(self._screen, self._service, self._screen.settings, self._memory)
