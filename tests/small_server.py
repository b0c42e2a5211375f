"""The program's server with a tiny program behind it: `python -m tests.small_server PORT LIMITS` (in JSON).

It answers every request with what it has seen so far, except: `/big` (3 MB), `/slow` (takes 0.3 s), `/length`
(the size of the body), `/fail` and `/fail-halfway` (before and after the reply began). The socket `/tell` sends
100 kB a hundred times a second, `/burst` three messages of 3 MB at once; any other sends one greeting.
"""

import asyncio
import json
import sys
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

from tests.server import free_port

BIG = 3_000_000
seen = {"requests": 0, "messages": 0, "at_once": 0, "most_at_once": 0}


async def application(scope, receive, send):
    if scope["type"] == "websocket":
        await tell(scope, receive, send)
    else:
        await answer(scope, receive, send)


async def answer(scope, receive, send):
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    seen["requests"] += 1
    seen["at_once"] += 1
    seen["most_at_once"] = max(seen["most_at_once"], seen["at_once"])
    if scope["path"] == "/slow":
        await asyncio.sleep(0.3)
    seen["at_once"] -= 1
    if scope["path"] == "/fail":
        raise ValueError
    content = {"/big": b"x" * BIG, "/length": b"%d" % len(body)}.get(scope["path"], json.dumps(seen).encode())
    headers = [(b"Content-Length", b"%d" % len(content))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if scope["path"] == "/fail-halfway":
        raise ValueError
    await send({"type": "http.response.body", "body": content})


async def tell(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": "Welkom " * 1000})
    if scope["path"] == "/burst":
        for number in range(3):
            await send({"type": "websocket.send", "text": str(number) * BIG})
    telling = asyncio.create_task(keep_telling(send)) if scope["path"] == "/tell" else None
    while (await receive())["type"] != "websocket.disconnect":
        seen["messages"] += 1
    if telling:
        telling.cancel()


async def keep_telling(send):
    while True:
        await send({"type": "websocket.send", "text": "x" * 100_000})
        await asyncio.sleep(0.01)


class Port(int):
    """The port of a running server, which `stop()` ends as a service manager does; it returns the exit code."""

    def __new__(cls, number, process):
        port = super().__new__(cls, number)
        port.process = process
        return port

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=10)


@contextmanager
def small_server(open_files=None, **limits):
    """Run it in a process of its own, which may open so many files at most; gives its port."""
    port = free_port()
    process = Popen(
        [sys.executable, "-m", "tests.small_server", str(port), json.dumps(limits), str(open_files or 0)],
        cwd=Path(__file__).resolve().parent.parent,
        stdin=DEVNULL,
        stdout=PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "ready\n"
        yield Port(port, process)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def main(port, limits, open_files):
    if open_files:
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))
    from pmg_workshop.limits import Limits
    from pmg_workshop.server import Server

    Server(
        application,
        limits=Limits(**limits),
        endpoints=[f"tcp:port={port}:interface=127.0.0.1"],
        ready_callable=lambda: sys.stdout.write("ready\n") and sys.stdout.flush(),
    ).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3]))
