"""One window of a browser: a process of its own that runs the terminal program for it."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from textual_serve.app_service import AppService

from reader.web.guard import TOKEN_VARIABLE

_ROOT = Path(__file__).parents[2]
_DRIVER = "reader.ui.served:ServedDriver"
_PROGRAM = "import sys; sys.path.append(sys.argv.pop(1)); from reader.__main__ import main; sys.exit(main())"
_BEGIN = b"__GANGLION__\n"
"""What the driver says before its first packet."""

_PATIENCE = 5.0
"""Seconds that the program gets to end in."""

_REMEMBERED = 4_000
"""Characters kept of what the program said on stderr."""

_CHUNK = 2**16


class Session(AppService):
    """Runs the program, started without a shell, until it ends or the window is closed."""

    arguments: Sequence[str] = ()
    """What the program is started with."""

    said: str = ""
    """The end of what the program wrote to stderr."""

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        environment = self._build_environment(width=width, height=height)
        environment |= {"TEXTUAL_DRIVER": _DRIVER, "LINES": str(height)}
        environment.pop(TOKEN_VARIABLE, None)
        # With -P the folder that the server was started in brings no modules.
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", _PROGRAM, str(_ROOT), *self.arguments),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=environment,
            start_new_session=os.name != "nt",  # Ctrl-C is for the server, which ends each in its turn
        )
        self._process, self._stdin = process, process.stdin
        return process

    async def run(self) -> None:
        """Hand on what the program writes, until it has ended."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        assert process.stderr is not None
        hearing = asyncio.create_task(self._hear(process.stderr))
        try:
            while (line := await process.stdout.readline()) != _BEGIN:
                if not line:
                    return
            while True:
                await self._hand_on(process.stdout)
        except asyncio.IncompleteReadError:
            pass  # the program has ended
        except ConnectionError:  # the window is gone, and the program has to be able to go on writing
            while await process.stdout.read(_CHUNK):
                pass
        finally:
            await self.remote_close()
            await self._end(process)
            await hearing

    async def stop(self) -> None:
        """Ask the program to end, and see to it that it does."""
        if self._task is not None:
            await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
            await self.send_meta({"type": "quit"})
            assert self._process is not None
            await self._end(self._process)
            await self._task
            self._task = None

    async def _hand_on(self, output: asyncio.StreamReader) -> None:
        kind = await output.readexactly(1)
        payload = await output.readexactly(int.from_bytes(await output.readexactly(4), "big"))
        match kind:
            case b"D":
                await self.on_data(payload)
            case b"M":
                await self.on_meta(payload)
            case b"P":
                await self.on_packed(payload)

    async def _hear(self, talk: asyncio.StreamReader) -> None:
        while some := await talk.read(_CHUNK):
            self.said = (self.said + some.decode("utf-8", "replace"))[-_REMEMBERED:]

    async def _end(self, process: Process) -> None:
        try:
            await asyncio.wait_for(process.wait(), _PATIENCE)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
