"""Static files past the middleware: the same replies as through it."""

import pytest

from pmg_workshop.fast_lane import FastLane
from pmg_workshop.fast_static import FastStatic
from pmg_workshop.static_files import collect_static_files
from tests.asgi_client import ask

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STYLE = "p { color: black }\n" * 100


@pytest.fixture
def names(tmp_path, settings):
    """The addresses of collected files: one style sheet by its own name and by that with a hash."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "page.css").write_text(STYLE)
    (tmp_path / "source" / "page.bin").write_bytes(bytes(range(256)))
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    collect_static_files()
    hashed = next(settings.STATIC_ROOT.glob("page.*.css")).name
    return {"plain": "/static/page.css", "hashed": f"/static/{hashed}", "binary": "/static/page.bin"}


@pytest.fixture
def django():
    """The program without any fast lane."""

    def make():
        return FastLane(lambda scope: None)

    return make


@pytest.fixture
def alone():
    """What answers static files, with nothing behind it."""

    async def nobody(scope, receive, send):
        raise AssertionError("Django was asked")

    def make():
        return FastStatic(nobody)

    return make


REQUESTS = {
    "by its own name": ("GET", "plain", {}),
    "by its name with a hash": ("GET", "hashed", {}),
    "compressed": ("GET", "hashed", {"Accept_Encoding": "gzip, deflate"}),
    "that is no text": ("GET", "binary", {"Accept_Encoding": "gzip"}),
    "its head alone": ("HEAD", "hashed", {}),
    "a part": ("GET", "plain", {"Range": "bytes=3-9"}),
    "a part that is not there": ("GET", "plain", {"Range": "bytes=90000-"}),
    "unless it is the same": ("GET", "hashed", {"If_None_Match": "ETAG"}),
    "unless it is as old": ("GET", "hashed", {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}),
    "unless it is another": ("GET", "hashed", {"If_None_Match": '"1-1"'}),
}


@pytest.mark.parametrize("name", REQUESTS)
async def test_reply_is_that_of_django_itself(names, alone, django, name):
    method, which, headers = REQUESTS[name]
    path = names[which]
    if headers.get("If_None_Match") == "ETAG":
        headers = {"If_None_Match": (await ask(django(), "GET", path)).headers["etag"]}

    quick, usual = [await ask(one(), method, path, **headers) for one in (alone, django)]

    assert quick == usual
    assert quick.headers["x-content-type-options"] == "nosniff"


async def test_a_name_with_a_hash_may_be_kept_for_ever(names, alone):
    reply = await ask(alone(), "GET", names["hashed"])

    assert reply.headers["cache-control"] == "max-age=315360000, public, immutable"
    assert reply.body == STYLE


@pytest.mark.parametrize("proto", ["", "http", "https"])
async def test_on_a_hosted_server_it_is_the_same_too(names, alone, django, settings, proto):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60

    quick = await ask(FastStatic(django()), "GET", names["hashed"], X_Forwarded_Proto=proto)
    usual = await ask(django(), "GET", names["hashed"], X_Forwarded_Proto=proto)

    assert quick == usual
    assert quick.status == (200 if proto == "https" else 301)
    if proto == "https":
        assert quick == await ask(alone(), "GET", names["hashed"], X_Forwarded_Proto=proto)
        assert "strict-transport-security" in quick.headers


ELSE = {
    ("POST", "/static/page.css"): 405,
    ("GET", "/static/page.css?x=1"): 200,
    ("GET", "/static/geheim.css"): 404,
    ("GET", "/static/../secret-key"): 404,
    ("GET", "/"): 200,
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", ELSE, ids=" ".join)
async def test_all_else_is_answered_by_django(names, django, settings, asked):
    # Pages name files that were not collected here.
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}

    quick, usual = [await ask(one, *asked) for one in (FastStatic(django()), django())]

    assert quick == usual
    assert quick.status == ELSE[asked]


async def test_a_query_that_is_no_text_fails_nobody(names, django):
    scope = {"type": "http", "method": "GET", "path": names["plain"], "query_string": b"\xff", "headers": []}
    sent = []

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    await FastStatic(django())(scope, receive, send)

    assert sent[0]["status"] == 400
