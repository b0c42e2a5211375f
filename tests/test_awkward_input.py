"""Whatever somebody sends to an open address, the reply is a refusal, never a failure of the program."""

import itertools
from urllib.parse import unquote_to_bytes

import pytest
from django.test import Client

from sessions.models import Answer
from sessions.texts import clean_text
from tests.cast import Section, go_to, make_day, open_step

pytestmark = pytest.mark.django_db

AWKWARD = [
    "",
    "\x00",
    "-1",
    "99999999999999999999999",
    "1e3",
    "٣",
    "<b>",
    "a" * 5000,
    "🙂",
    "\ud7ff",
    "null",
    "[]",
]
FIELDS = {
    "deelnemen": ("municipality", "position", "role"),
    "antwoord": ("key", "round", "text", "label"),
    "wijzigen": ("key", "answer", "base_rev", "text", "label"),
    "intrekken": ("key", "answer", "base_rev"),
    "steun": ("key", "answer", "on"),
    "keuze": ("key", "round", "option", "value"),
}


@pytest.mark.parametrize("path", FIELDS)
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_awkward_fields_are_refused(path, accept):
    day = make_day()
    go_to(day.etten_leur, Section.BRIDGE)
    round_ = open_step(day.etten_leur)
    phone = Client(headers={"accept": accept}, raise_request_exception=False)
    base = f"/d/{day.etten_leur.code}/"
    phone.post(base + "deelnemen/")
    sound = {
        "key": "sleutel-1",
        "round": round_.pk,
        "text": "Tekst",
        "answer": 1,
        "base_rev": 1,
        "on": "1",
        "value": 1,
    }

    statuses = {
        phone.post(f"{base}{path}/", sound | {field: awkward}).status_code
        for field, awkward in itertools.product(FIELDS[path], AWKWARD)
    }

    assert statuses <= {200, 202, 303, 404, 409, 422}
    assert max(statuses) >= 404, "nothing was refused, so nothing was tried"


@pytest.mark.parametrize("awkward", ["%00", "%ff", "..", "%2e%2e", "a" * 3000, "%F0%9F%99%82", "'"])
@pytest.mark.parametrize(
    "address", ["/d/{}/", "/d/{}/beeld/", "/scherm/{}/", "/inloggen/{}/", "/regie/{}/", "/?code={}"]
)
def test_awkward_addresses_are_refused(client, address, awkward):
    client.raise_request_exception = False

    assert client.get(address.format(awkward)).status_code in {200, 302, 404}


ODD_BODIES = {
    "NUL": b"text=a%00b",
    "lone surrogate": b"text=a%ed%a0%80b",
    "overlong UTF-8": b"text=a%c0%af%e0%80%afb",
    "half a character": b"text=a%f0%9f",
    "bare bytes": b"text=\xff\xfe\x00\x01",
    "signs that turn the direction": "text=a%E2%80%AE\u202e\u2066b".encode(),
    "500 combining marks": b"text=a" + "\u0301".encode() * 500,
    "one word of 500 letters": b"text=" + b"w" * 500,
    "a thousand fields": b"&".join(b"f%d=1" % number for number in range(1001)),
    "no form at all": b"[" * 60_000,
    "deep keys": b"text" + b"[a]" * 5000 + b"=1",
}
ODD_TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=base64",
    "application/x-www-form-urlencoded; charset=idna",
    "application/x-www-form-urlencoded; charset=" + "x" * 500,
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\xff",
    "multipart/form-data; boundary=a; charset=utf-7",
    "application/json",
    "",
]


@pytest.fixture
def open_question():
    """An address for answers to the question that is open, of somebody who takes part, with its round."""
    day = make_day()
    go_to(day.etten_leur, Section.BRIDGE)
    round_ = open_step(day.etten_leur)
    phone = Client(headers={"accept": "application/json"}, raise_request_exception=False)
    phone.post(f"/d/{day.etten_leur.code}/deelnemen/")
    return phone, f"/d/{day.etten_leur.code}/antwoord/", round_


def as_parts(form):
    """Return a form as multipart with the boundary `a`."""
    pairs = [pair.partition(b"=") for pair in form.split(b"&")]
    parts = [
        b'--a\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name, unquote_to_bytes(value))
        for name, _, value in pairs
    ]
    return b"".join(parts) + b"--a--\r\n"


@pytest.mark.parametrize("content_type", ODD_TYPES)
def test_odd_bodies_are_refused_or_cleaned(open_question, content_type):
    phone, address, round_ = open_question
    statuses = set()
    for number, (name, body) in enumerate(ODD_BODIES.items()):
        form = body + b"&key=sleutel-%d&round=%d" % (number, round_.pk)
        if "boundary=a" in content_type:
            form = as_parts(form)
        status = phone.generic("POST", address, form, content_type=content_type).status_code
        assert status in {200, 400, 422}, name
        statuses.add(status)

    assert max(statuses) >= 400
    for text in Answer.objects.values_list("text", flat=True):
        assert clean_text(text) == text
        assert len(text) <= 500
        text.encode()  # fails on a lone surrogate
