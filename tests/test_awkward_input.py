"""Whatever somebody sends to an open address, the reply is a refusal, never a failure of the program."""

import itertools

import pytest
from django.test import Client

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
