"""The web server: a page that is a terminal, and behind each open window the program."""

import asyncio
import json
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import WSMsgType, web
from aiohttp.http_exceptions import HttpProcessingError
from textual_serve.download_manager import DownloadManager

from reader.core.errors import ReaderError
from reader.web.guard import EVERYWHERE, Guard, Refusal
from reader.web.session import Session

_MESSAGE_LIMIT = 4 * 2**20
"""Longest text, in bytes, that a window may send at once, as when somebody pastes."""

_LEAST, _MOST = 4, 1000
"""Columns or lines of a window."""

_TRY_AGAIN = 1013
"""The code by which a socket is closed that there is no room for."""

_PAGE = Path(__file__).parent / "page"
_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'{sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served, where, and to whom."""

    host: str
    port: int
    """0 for any that is free."""
    guard: Guard
    sessions: int
    """Windows that may be open at once."""
    arguments: tuple[str, ...] = ()
    """What each program is started with."""


@dataclass(slots=True)
class _Open:
    """The windows that are open."""

    sockets: set[web.WebSocketResponse] = field(default_factory=set)
    downloads: DownloadManager = field(default_factory=DownloadManager)


class _Telling(logging.Handler):
    """Tells in a line what could not be answered; requests that are none are nobody's business."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._say = say

    def emit(self, record: logging.LogRecord) -> None:
        """Tell it."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, HttpProcessingError):
            self._say(f"{record.getMessage()} {type(error).__name__ if error else ''}: {error or ''}"[:300])


async def serve(serving: Serving, ready: Callable[[str], None], say: Callable[[str], None]) -> None:
    """Serve until the process is asked to end; `ready` gets the address, `say` what goes wrong in a window.

    `ReaderError` where the address cannot be listened on.
    """
    logger = logging.getLogger(__name__)
    logger.addHandler(_Telling(say))
    logger.propagate = False
    runner = web.AppRunner(make_app(serving, say), access_log=None, logger=logger, shutdown_timeout=1)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, serving.host, serving.port).start()
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ReaderError(
                f"{serving.host}, port {serving.port}, cannot be listened on ({reason}); take another with --port."
            ) from error
        ended = asyncio.Event()
        with suppress(NotImplementedError):  # on Windows
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
        ready(address(serving, runner.addresses[0][1]))
        await ended.wait()
    finally:
        await runner.cleanup()


def address(serving: Serving, port: int) -> str:
    """Return the address to open, with the token if there is one."""
    import socket

    host = socket.gethostname() if serving.host in EVERYWHERE else serving.host
    place = f"[{host}]" if ":" in host else host
    query = f"?token={quote(serving.guard.token, safe='')}" if serving.guard.token else ""
    return f"http://{place}:{port}/{query}"


def make_app(serving: Serving, say: Callable[[str], None]) -> web.Application:
    """Return the application; every request passes the guard, whatever it asks for."""
    still_open = _Open()

    async def window(request: web.Request) -> web.StreamResponse:
        return await _window(request, serving, still_open, say)

    async def download(request: web.Request) -> web.StreamResponse:
        return await _download(request, still_open.downloads)

    async def close_all(_: web.Application) -> None:
        await asyncio.gather(*(socket.close() for socket in still_open.sockets))

    app = web.Application(middlewares=[_guarded(serving.guard)])
    app.router.add_get("/ws", window)
    app.router.add_get("/download/{key}", download)
    for path, name in (("/", "page.html"), ("/page.js", "page.js"), ("/page.css", "page.css")):
        app.router.add_get(path, _file(_PAGE / name))
    package = find_spec("textual_serve")
    assert package is not None
    assert package.origin is not None
    app.router.add_static("/static", Path(package.origin).parent / "static")
    app.on_shutdown.append(close_all)
    app.on_response_prepare.append(partial(_secure, serving.guard))
    return app


def _file(path: Path) -> Callable[[web.Request], Any]:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    return answer


def _guarded(guard: Guard) -> Any:
    @web.middleware
    async def guarded(request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
        name = f"paper_reader_{_port(request)}"  # browsers share cookies between the ports of a machine
        refusal = guard.refusal(request.headers, request.cookies.get(name), socket=request.path == "/ws")
        brought = request.query.get("token") if request.path == "/" else None
        if brought is not None and refusal in (None, Refusal.TOKEN):
            if guard.token is None or guard.is_token(brought):
                welcome = web.Response(status=303, headers={"Location": "/", "Cache-Control": "no-store"})
                if guard.token is not None:
                    welcome.set_cookie(name, guard.cookie, httponly=True, samesite="Lax", path="/")
                return welcome
            refusal = Refusal.TOKEN
        if refusal is not None:
            status = 401 if refusal is Refusal.TOKEN else 403
            return web.Response(status=status, text=f"{refusal}\n", headers={"Cache-Control": "no-store"})
        answer: web.StreamResponse = await handler(request)
        return answer

    return guarded


def _port(request: web.Request) -> int:
    name = request.transport.get_extra_info("sockname") if request.transport else None
    return int(name[1]) if name else 0


async def _secure(guard: Guard, request: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser to keep other pages out, and to load nothing from elsewhere."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.path.startswith("/download/"):  # a browser shows PDFs with scripts and styles of its own
        host = request.headers.get("Host", "")
        sockets = f" ws://{host} wss://{host}" if guard.knows(host) else ""
        response.headers["Content-Security-Policy"] = _CONTENT_POLICY.format(sockets=sockets)


async def _window(
    request: web.Request, serving: Serving, still_open: _Open, say: Callable[[str], None]
) -> web.StreamResponse:
    """Run the program for as long as the window is open."""
    socket = web.WebSocketResponse(heartbeat=20, max_msg_size=_MESSAGE_LIMIT)
    await socket.prepare(request)
    if len(still_open.sockets) >= serving.sessions:
        reason = f"{serving.sessions} windows are open, which is the most there may be; close one."
        await socket.close(code=_TRY_AGAIN, message=reason.encode())
        return socket
    still_open.sockets.add(socket)

    async def close() -> None:
        await socket.close()

    session = Session(
        "",
        write_bytes=socket.send_bytes,
        write_str=socket.send_str,
        close=close,
        download_manager=still_open.downloads,
    )
    session.arguments = serving.arguments
    try:
        await session.start(_cells(request.query.get("width"), 80), _cells(request.query.get("height"), 24))
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await _obey(message.data, session, socket)
    finally:
        still_open.sockets.discard(socket)  # a page that is loaded anew takes the place of what still ends
        await session.stop()
        if session.said.strip():
            say(session.said.strip())
    return socket


async def _obey(text: str, session: Session, socket: web.WebSocketResponse) -> None:
    """Do what a window tells; what makes no sense is passed over."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return
    match said:
        case ["stdin", str(typed)]:
            await session.send_bytes(typed.encode("utf-8", "replace"))
        case ["resize", {"width": int(width), "height": int(height)}]:
            await session.set_terminal_size(_cells(width, 80), _cells(height, 24))
        case ["ping", str(mark)]:
            with suppress(ConnectionError):
                await socket.send_json(["pong", mark])
        case ["blur"]:
            await session.blur()
        case ["focus"]:
            await session.focus()


def _cells(text: str | int | None, standard: int) -> int:
    try:
        return min(max(int(text or standard), _LEAST), _MOST)
    except ValueError:
        return standard


async def _download(request: web.Request, downloads: DownloadManager) -> web.StreamResponse:
    """Hand a file over, once; only PDFs are shown, for they run nothing of ours."""
    key = request.match_info["key"]
    try:
        file = await downloads.get_download_metadata(key)
    except KeyError:
        raise web.HTTPNotFound(text="This file was handed over already, or its window is closed.\n") from None
    shown = file.open_method == "browser" and file.mime_type == "application/pdf"
    kind = f"{file.mime_type}; charset={file.encoding}" if file.encoding else file.mime_type
    disposition = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(file.file_name, safe='')}"
    headers = {
        "Content-Type": kind or "application/octet-stream",
        "Content-Disposition": disposition,
        "Cache-Control": "no-store",
    }
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    async for chunk in downloads.download(key):
        await response.write(chunk)
    await response.write_eof()
    return response
