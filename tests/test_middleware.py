import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from pmg_workshop.middleware import PrivacyHeadersMiddleware, SameOriginMiddleware

ADDRESS = "127.0.0.1:8000"


def send(method, **headers):
    """Send a request through the guard to a page that always says yes."""
    request = RequestFactory().generic(method, "/", headers={"Host": ADDRESS, **headers})
    return SameOriginMiddleware(lambda request: HttpResponse("yes"))(request)


def answer(**headers):
    """Send a page with these headers of its own through the middleware."""
    page = HttpResponse("yes", headers=headers)
    return PrivacyHeadersMiddleware(lambda request: page)(RequestFactory().get("/"))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_form_of_this_site_passes(method):
    assert send(method, Origin=f"http://{ADDRESS}").status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:8001",
        f"https://{ADDRESS}",
        f"http://{ADDRESS}.evil.example",
        f"http://user@{ADDRESS}",
        "null",
        "",
    ],
)
def test_form_of_another_origin_is_refused(origin):
    refused = send("POST", Origin=origin)

    assert refused.status_code == 403
    assert "U hebt geen toegang" in refused.content.decode()


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_from_another_site_passes(method):
    assert send(method, Origin="http://evil.example").status_code == 200


def test_form_behind_https_must_come_from_https(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    assert send("POST", Origin=f"https://{ADDRESS}", X_Forwarded_Proto="https").status_code == 200
    assert send("POST", Origin=f"http://{ADDRESS}", X_Forwarded_Proto="https").status_code == 403


def test_program_that_sends_no_origin_passes():
    assert send("POST").status_code == 200


@pytest.mark.parametrize(
    ("site", "expected"), [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)]
)
def test_browser_without_origin_is_judged_by_its_fetch_header(site, expected):
    assert send("POST", Sec_Fetch_Site=site).status_code == expected


def test_page_stays_out_of_caches_and_reveals_nothing():
    page = answer()

    assert page["Cache-Control"] == "no-store"
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"
    assert page["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"


def test_page_that_says_how_long_it_keeps_is_left_so():
    assert answer(**{"Cache-Control": "max-age=60"})["Cache-Control"] == "max-age=60"


def test_both_guards_stand_before_every_page_of_the_site(client):
    refused = client.post("/beheer/login/", headers={"Origin": "http://evil.example"})

    assert refused.status_code == 403
    assert refused["Cache-Control"] == "no-store"
