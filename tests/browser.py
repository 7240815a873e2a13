"""Chromium without a screen, driven through its debugging socket."""

import asyncio
import base64
import itertools
import json
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

COMMAND = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The browser; `None` where there is none."""

_SECONDS = 90.0
_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--remote-debugging-port=0",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
    "--window-size=1200,760",
)
_KEYS = {"Enter": ("\r", 13), "Escape": ("", 27), "ArrowDown": ("", 40), "Tab": ("\t", 9)}


class Browser:
    """A running browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._news = asyncio.Event()
        self.events: list[dict[str, Any]] = []
        """What happened, the oldest first."""

    async def listen(self) -> None:
        """Take what the browser says until it says no more."""
        async for message in self._socket:
            said = message.json()
            if (number := said.get("id")) is not None:
                if not (answer := self._answers.pop(number)).done():
                    answer.set_result(said)
            else:
                self.events.append(said)
            self._news.set()

    async def ask(self, method: str, session: str | None = None, **options: Any) -> dict[str, Any]:
        """Have something done, and return the answer."""
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        asked: dict[str, Any] = {"id": number, "method": method, "params": options}
        await self._socket.send_json(asked | ({"sessionId": session} if session else {}))
        said = await asyncio.wait_for(self._answers[number], _SECONDS)
        assert "error" not in said, (method, said)
        result: dict[str, Any] = said["result"]
        return result

    async def until(self, holds: Callable[[], Any], told: Callable[[], object] = str) -> Any:
        """Wait until something holds, and return it; `told` says what is the case where it never does."""
        end = asyncio.get_running_loop().time() + _SECONDS
        while not (found := holds()):
            self._news.clear()
            left = end - asyncio.get_running_loop().time()
            assert left > 0, f"it never came about: {told()}"
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                continue
        return found

    def happened(self, method: str) -> list[dict[str, Any]]:
        """Return what is known of each event of a kind."""
        return [event["params"] for event in self.events if event["method"] == method]

    async def open(self, address: str) -> "Page":
        """Open a page in a new tab."""
        target = (await self.ask("Target.createTarget", url="about:blank"))["targetId"]
        session = (await self.ask("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        for part in ("Page", "Network", "Runtime", "Log"):
            await self.ask(f"{part}.enable", session)
        page = Page(self, session)
        await page.go(address)
        return page

    @property
    def pages(self) -> set[str]:
        """The addresses of all tabs that there ever were."""
        named = self.happened("Target.targetCreated") + self.happened("Target.targetInfoChanged")
        return {each["targetInfo"]["url"] for each in named if each["targetInfo"]["type"] == "page"}


class Page:
    """A tab in which the program is shown."""

    def __init__(self, browser: Browser, session: str) -> None:
        self.browser = browser
        self._session = session
        self._start = 0

    async def ask(self, method: str, **options: Any) -> dict[str, Any]:
        """Have something done in this tab."""
        return await self.browser.ask(method, self._session, **options)

    async def go(self, address: str) -> None:
        """Go to an address."""
        await self.ask("Page.navigate", url=address)

    def happened(self, method: str) -> list[dict[str, Any]]:
        """Return what is known of each event of a kind in this tab."""
        mine = [event for event in self.browser.events if event.get("sessionId") == self._session]
        return [event["params"] for event in mine if event["method"] == method]

    @property
    def size(self) -> tuple[int, int]:
        """The columns and lines that the page last told the program."""
        told = [
            json.loads(each["response"]["payloadData"])
            for each in self.happened("Network.webSocketFrameSent")
        ]
        last = [each[1] for each in told if each[0] == "resize"][-1]
        return last["width"], last["height"]

    @property
    def written(self) -> str:
        """What the program wrote to the terminal since the last key, without its colours."""
        frames = [each["response"] for each in self.happened("Network.webSocketFrameReceived")]
        data = b"".join(base64.b64decode(frame["payloadData"]) for frame in frames if frame["opcode"] == 2)
        return re.sub(r"\x1b\[[0-9;?<>=]*[A-Za-z]", "", data.decode("utf-8", "replace"))[self._start :]

    async def see(self, text: str) -> None:
        """Wait until a text was written since the last key."""
        await self.browser.until(lambda: text in self.written, lambda: self.written[-2000:])

    async def press(self, *keys: str) -> None:
        """Press keys: characters, or a key by its name, `ctrl+` before it."""
        self._start += len(self.written)
        for key in keys:
            plain = key.removeprefix("ctrl+")
            text, code = _KEYS.get(plain, (plain, ord(plain[0].upper())))
            what: dict[str, Any] = {
                "key": plain,
                "windowsVirtualKeyCode": code,
                "modifiers": 2 if key != plain else 0,
            }
            if text and key == plain:
                what["text"] = text
            await self.ask("Input.dispatchKeyEvent", type="keyDown", **what)
            await self.ask("Input.dispatchKeyEvent", type="keyUp", **what)

    async def click(self, column: int, line: int) -> None:
        """Click a cell of the terminal."""
        self._start += len(self.written)
        screen = "document.querySelector('.xterm-screen').getBoundingClientRect()"
        x, y, width, height = await self.value(
            f"(({{x, y, width, height}}) => [x, y, width, height])({screen})"
        )
        columns, lines = self.size
        x, y = x + (column + 0.5) * width / columns, y + (line + 0.5) * height / lines
        for kind in ("mousePressed", "mouseReleased"):
            await self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def value(self, expression: str) -> Any:
        """Return what an expression gives in the page."""
        said = await self.ask(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    async def picture(self, path: Path) -> None:
        """Write what the tab looks like."""
        data = (await self.ask("Page.captureScreenshot"))["data"]
        await asyncio.to_thread(path.write_bytes, base64.b64decode(data))


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Browser]:
    """Run a browser that keeps its files and downloads in a folder."""
    assert COMMAND is not None
    profile = folder / "profile"
    process = await asyncio.create_subprocess_exec(
        COMMAND,
        *_OPTIONS,
        f"--user-data-dir={profile}",
        "about:blank",
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(_SECONDS):
            while not (found := re.search(rb"ws://\S+", line := await process.stderr.readline())):
                assert line, "the browser did not start"
        hearing = asyncio.create_task(process.stderr.read())
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(found[0].decode(), max_msg_size=0) as socket,
        ):
            browser = Browser(socket)
            listening = asyncio.create_task(browser.listen())
            await browser.ask("Target.setDiscoverTargets", discover=True)
            await browser.ask(
                "Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder), eventsEnabled=True
            )
            yield browser
            await browser.ask("Browser.close")
            await listening
        await process.wait()
        await hearing
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
