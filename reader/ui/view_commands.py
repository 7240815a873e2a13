"""The commands that show a list: views, what the person saved, other days, and the newest state."""

from reader.ui.command import Command

_GROUP = "Views"

VIEW_COMMANDS: tuple[Command, ...] = (
    Command("trending", ("1",), "view('trending')", "Trending", "What is trending", _GROUP),
    Command("day", ("2",), "view('day')", "Day", "The newest day's papers", _GROUP),
    Command("week", ("3",), "view('week')", "Week", "The newest week's papers", _GROUP),
    Command("month", ("4",), "view('month')", "Month", "The newest month's papers", _GROUP),
    Command("bookmarks", ("5",), "view('bookmarks')", "Bookmarks", "Your bookmarks", _GROUP),
    Command("queue_view", ("6",), "view('queue')", "Queue", "Your reading queue", _GROUP),
    Command("imported", ("7",), "view('imported')", "Imported", "What you imported", _GROUP),
    Command("all", ("8",), "view('all')", "Everything", "Everything stored on this machine", _GROUP),
    Command("followed", ("F",), "view('followed')", "Followed", "What is new from what you follow", _GROUP),
    Command("for_you", ("Y",), "view('for-you')", "For you", "Unread papers like those you keep", _GROUP),
    Command("arxiv", ("w",), "view('arxiv')", "arXiv", "New on arXiv in the categories you follow", _GROUP),
    Command("saved", ("9",), "views('saved')", "Saved", "Choose one of your saved searches…", _GROUP),
    Command("all_views", ("0",), "views('all')", "Views", "Choose a view, with what it counts…", _GROUP),
    Command("tags", ("number_sign",), "views('tags')", "Tags", "Choose a tag to show…", _GROUP),
    Command(
        "rename_search",
        ("R",),
        "views('rename')",
        "Rename",
        "Rename the saved search or tag that is shown…",
        _GROUP,
    ),
    Command(
        "remove_search",
        ("X",),
        "views('remove')",
        "Remove",
        "Remove the saved search or tag that is shown",
        _GROUP,
    ),
    Command(
        "previous_period",
        ("left_square_bracket",),
        "period(-1)",
        "Earlier",
        "Previous day, week or month",
        _GROUP,
    ),
    Command(
        "next_period", ("right_square_bracket",), "period(1)", "Later", "Next day, week or month", _GROUP
    ),
    Command("refresh", ("r", "f5"), "refresh_view", "Refresh", "Fetch the list anew", _GROUP, footer=11),
)
"""All of them, in the order of the help."""
