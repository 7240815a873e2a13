"""A WebDAV server on the loopback address, with log-in."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cheroot import wsgi
from wsgidav.fs_dav_provider import FilesystemProvider
from wsgidav.wsgidav_app import WsgiDAVApp

USER, PASSWORD = "ada", "correct horse"


@contextmanager
def dav_server(folder: Path, *, digest: bool = False) -> Iterator[str]:
    """Serve a folder and give its address; with `digest` passwords are proven and never sent."""
    logging.getLogger("wsgidav").setLevel(logging.CRITICAL)
    application: Any = WsgiDAVApp(
        {
            "provider_mapping": {"/papers": FilesystemProvider(str(folder), readonly=False)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {
                "accept_basic": not digest,
                "accept_digest": digest,
                "default_to_digest": digest,
            },
            "verbose": 0,
            "logging": {"enable": False},
        }
    )
    server = wsgi.Server(("127.0.0.1", 0), application, numthreads=2)
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.bind_addr[1]}/papers"
    finally:
        server.stop()
        thread.join(10)
