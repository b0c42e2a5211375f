"""A client that speaks ASGI to the program in this process, past no server."""

from dataclasses import dataclass
from urllib.parse import urlencode

from asgiref.testing import ApplicationCommunicator

HOST = "testserver"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: str


async def ask(application, method, path, fields=None, **headers):
    """Send a request and return the reply; `Content_Type=…` becomes the header Content-Type."""
    path, _, query = path.partition("?")
    body = urlencode(fields or {}).encode()
    named = {"Host": HOST, **({"Content-Type": FORM} if method == "POST" else {}), **headers}
    scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": path,
        "query_string": query.encode(errors="surrogateescape"),
        "headers": [
            (name.replace("_", "-").lower().encode(), value.encode()) for name, value in named.items() if value
        ],
        "client": ("127.0.0.1", 4000),
        "server": ("127.0.0.1", 8000),
    }
    talk = ApplicationCommunicator(application, scope)
    await talk.send_input({"type": "http.request", "body": body})
    start = await talk.receive_output(10)
    parts, is_more = [], True
    while is_more:
        message = await talk.receive_output(10)
        parts.append(message.get("body", b""))
        is_more = message.get("more_body", False)
    headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return Reply(start["status"], headers, b"".join(parts).decode(errors="surrogateescape"))
