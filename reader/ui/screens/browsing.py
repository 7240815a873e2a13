"""Opening an address in the person's browser, from whatever screen."""

import asyncio
from typing import Any

from textual.app import SuspendNotSupported
from textual.screen import Screen

from reader.core.text import clean_address


async def browse(screen: Screen[Any], address: str) -> str:
    """Open an address; return a sentence that says so, or that it was copied for want of a browser."""
    from reader.ui import browser

    app = screen.app
    if app.is_web and clean_address(address) is not None:
        app.open_url(address)
        return f"Opened {address}"
    if app.is_web:
        opened = False
    elif browser.is_console_browser():
        try:
            with app.suspend():
                opened = browser.open_in_browser(address)
        except SuspendNotSupported:
            opened = False
    else:
        opened = await asyncio.to_thread(browser.open_in_browser, address)
    if opened:
        return f"Opened {address}"
    app.copy_to_clipboard(address)
    return f"No browser was found; the address is copied: {address}"
