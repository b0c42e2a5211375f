"""A short way past the middleware, for what a whole room sends at once.

Django's handler starts a thread and passes some twenty functions for each request. That is fine for the pages of
those who lead the day, and too much when three hundred phones press send. Views on the fast lane are coroutines,
and may leave a request to Django after all. What the middleware adds to every reply stands on theirs too.
"""

from collections.abc import Awaitable, Callable, Iterable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.exception import response_for_exception
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from pmg_workshop.middleware import is_same_origin

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
FastView = Callable[[HttpRequest], Awaitable[HttpResponse | None]]

# The middleware that says something about every reply, whatever was asked.
SAYS_THE_SAME = (
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "pmg_workshop.middleware.PrivacyHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)


class FastLane(ASGIHandler):
    """Django's own ASGI application, with a fast lane beside it.

    `find_view` gets the scope of a request and returns its fast view, or None. A fast view returns a response, or
    None to leave the request to Django.
    """

    def __init__(self, find_view: Callable[[Scope], FastView | None]) -> None:
        super().__init__()
        self._find_view = find_view
        self._headers = headers_added_by(SAYS_THE_SAME)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        view = self._find_view(scope)
        if view is None or (settings.SECURE_SSL_REDIRECT and not _came_over_tls(scope)):
            await super().__call__(scope, receive, send)
            return
        body = await _body(receive)
        if body is None:
            return
        request, _ = self.create_request(scope, BytesIO(body))
        response = await self._answer(request, view) if request else None
        if response is None:
            await super().__call__(scope, _again(body, receive), send)
        else:
            await self.send_response(response, send)

    async def _answer(self, request: HttpRequest, view: FastView) -> HttpResponse | None:
        if not _is_for_us(request):
            return None
        try:
            response = await view(request)
        except Exception as error:  # answered, and logged if it is our own mistake, as Django does
            response = response_for_exception(request, error)
        if response is not None:
            for name, value in self._headers:
                response.headers.setdefault(name, value)
            response.headers["Content-Length"] = str(len(response.content))
        return response


def headers_added_by(middleware: Iterable[str]) -> list[tuple[str, str]]:
    """Return the headers that middleware, given by its dotted paths, adds to any reply."""
    request, response = HttpRequest(), HttpResponse()
    request.META["HTTP_X_FORWARDED_PROTO"] = "https"  # otherwise a hosted server would send it there first
    before = set(response.headers)
    for path in middleware:
        response = import_string(path)(lambda _, response=response: response)(request)
    return [(name, value) for name, value in response.items() if name not in before]


def _is_for_us(request: HttpRequest) -> bool:
    """Tell whether a request names this program, and comes from one of its pages if it changes something."""
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return is_same_origin(request)


def _came_over_tls(scope: Scope) -> bool:
    name, value = settings.SECURE_PROXY_SSL_HEADER
    header = name.removeprefix("HTTP_").replace("_", "-").lower().encode()
    return dict(scope["headers"]).get(header) == value.encode()


async def _body(receive: Receive) -> bytes | None:
    """Return the body of a request, which the server keeps small; None when its sender is gone."""
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already once more, and then what comes after it."""
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def again() -> dict[str, Any]:
        return next(messages, None) or await receive()

    return again
