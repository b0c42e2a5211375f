"""Two guards around every request: who may send a form, and what a browser may keep or reveal."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

GetResponse = Callable[[HttpRequest], HttpResponse]


class SameOriginMiddleware:
    """Refuse a form that another site makes a browser send (cross-site request forgery).

    Every browser in use adds an Origin header to a POST; it must name this very scheme, host and port.
    A request without one comes from a program, which carries no victim's cookies. Unlike a token in each
    form, this leaves pushed page regions the same for everybody, so that they can be rendered once.
    Cookies are SameSite=Lax besides. The reasons are in docs/decisions.md.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_same_origin(request):
            return HttpResponseForbidden(render_to_string("403.html"))
        return self.get_response(request)


def is_same_origin(request: HttpRequest) -> bool:
    """Tell whether a request that may change something comes from a page of this address, or from a program."""
    if request.method in SAFE_METHODS:
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
    parts = urlsplit(origin)
    return parts.scheme == request.scheme and parts.netloc == request.get_host()


class PrivacyHeadersMiddleware:
    """Add the headers that Django has no setting for, and keep pages out of shared caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True)
        return response
