"""Static files, answered past Django and its middleware: a thousand phones ask for each of them.

What to answer stays WhiteNoise's work: which files there are, their compressed forms, what a browser may keep and
for how long, and whether it has the newest. Only what it knows is answered here.
"""

from collections.abc import Awaitable, Callable
from io import BytesIO
from itertools import takewhile

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from whitenoise.middleware import WhiteNoiseMiddleware

from pmg_workshop.fast_lane import Receive, Scope, Send, headers_added_by

Application = Callable[[Scope, Receive, Send], Awaitable[None]]
WHITENOISE = "whitenoise.middleware.WhiteNoiseMiddleware"


class FastStatic:
    """An ASGI application that answers requests for static files, before the one that answers all others."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._files = WhiteNoiseMiddleware().files
        before_it = takewhile(lambda path: path != WHITENOISE, settings.MIDDLEWARE)
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers_added_by(before_it)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        file = self._files.get(scope["path"]) if _is_plain(scope) else None
        request = ASGIRequest(scope, BytesIO()) if file else None
        if request is None or (settings.SECURE_SSL_REDIRECT and not request.is_secure()):
            await self._application(scope, receive, send)
            return
        reply = file.get_response(request.method, request.META)
        body = b""  # read here and not in a thread: files are small, and in memory since the first phone asked
        if reply.file:
            with reply.file as opened:
                body = opened.read()
        headers = [(name.lower().encode(), value.encode()) for name, value in reply.headers]
        start = {"type": "http.response.start", "status": int(reply.status), "headers": headers + self._headers}
        await send(start)
        await send({"type": "http.response.body", "body": body})


def _is_plain(scope: Scope) -> bool:
    """Tell whether a request may be for a file. No page asks for one with a query, which need not even be text."""
    return scope["method"] in {"GET", "HEAD"} and not scope.get("query_string")
