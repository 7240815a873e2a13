"""A small service on the loopback address that answers as a test wants, faults included."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request: the path, its parameters and its headers (lower-case names)."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """One answer; `cut` ends the connection after so many bytes of the body, `drip` sends them one by one."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: float | None = None
    stall: bool = False
    """Whether nothing comes after the headers, or after `cut` bytes of the body."""
    repeat: int = 1
    """How many times the body is sent, one after the other."""


def json_answer(data: object, status: int = 200, **headers: str) -> Answer:
    """Return a JSON answer; header names are written with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(json.dumps(data).encode(), status, {"Content-Type": "application/json", **named})


class FakeService:
    """Serves what `respond` returns; `asked` holds every request in order."""

    def __init__(self, respond: Callable[[Asked], Answer]) -> None:
        self.respond = respond
        self.asked: list[Asked] = []
        self.at_once = 0
        self.most_at_once = 0
        self.connections = 0

    async def __aenter__(self) -> "FakeService":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._tasks: set[asyncio.Task[Any]] = set()
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self.connections += 1
        try:
            while await self._answer_one(reader, writer):
                pass
            writer.close()
        except (
            ConnectionError,
            asyncio.CancelledError,
            asyncio.IncompleteReadError,
            UnicodeError,
            IndexError,
        ):
            writer.transport.abort()
        finally:
            with suppress(ConnectionError):
                await writer.wait_closed()
            self._tasks.discard(task)

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        target = urlsplit(head[0].split(" ")[1])
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        asked = Asked(target.path, dict(parse_qsl(target.query)), headers)
        self.asked.append(asked)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0)
            return await self._send(self.respond(asked), writer)
        finally:
            self.at_once -= 1

    async def _send(self, answer: Answer, writer: asyncio.StreamWriter) -> bool:
        headers = {"Content-Length": str(len(answer.body) * answer.repeat), **answer.headers}
        lines = [f"HTTP/1.1 {answer.status} -", *(f"{name}: {value}" for name, value in headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        if answer.stall:
            writer.write(answer.body[: answer.cut or 0])
            await asyncio.Event().wait()
        if answer.drip is not None:
            for byte in answer.body:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(answer.drip)
            return True
        if answer.cut is not None:
            writer.write(answer.body[: answer.cut])
            await writer.drain()
            return False
        for _ in range(answer.repeat):
            writer.write(answer.body)
            await writer.drain()
        return True
