"""Open an address in the person's browser, whatever their system has."""

import webbrowser

from reader.core.text import clean_address

_CONSOLE_BROWSERS = ("www-browser", "links", "elinks", "lynx", "w3m")


def is_console_browser() -> bool:
    """Tell whether the browser would draw into this terminal."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    return getattr(browser, "basename", "") in _CONSOLE_BROWSERS


def open_in_browser(address: str) -> bool:
    """Open an http(s) address; `False` when no browser would. Anything else never reaches a browser."""
    safe = clean_address(address)
    if safe is None:
        return False
    try:
        return webbrowser.open(safe)
    except (webbrowser.Error, OSError):
        return False
