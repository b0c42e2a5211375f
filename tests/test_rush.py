"""The fast lane: what a room asks and sends at once is answered there as Django itself would."""

import re

import pytest
from asgiref.sync import sync_to_async

from pmg_workshop.fast_lane import FastLane
from sessions.models import Answer, Participant
from sessions.web.rush import find_view
from tests import cast
from tests.asgi_client import ask
from tests.cast import Section, new_key

pytestmark = pytest.mark.django_db(transaction=True)

JSON = {"Accept": "application/json"}
KEY = re.compile(r'name="key" value="([0-9a-f]+)"')


@pytest.fixture
async def day():
    day = await sync_to_async(cast.make_day)()
    await sync_to_async(cast.ask)(day, Section.KNOWLEDGE)
    day.round = await sync_to_async(cast.round_of)(day.etten_leur)
    return day


@pytest.fixture
def lane():
    return FastLane(find_view)


@pytest.fixture
def django():
    """The same program without the fast lane."""
    return FastLane(lambda scope: None)


def at(day, path=""):
    return f"/d/{day.etten_leur.code}/{path}"


async def join(application, day, **headers):
    """Take part, and return the cookie for it."""
    reply = await ask(application, "POST", at(day, "deelnemen/"), {}, **headers)
    return reply.headers["set-cookie"].partition(";")[0]


async def answer(application, day, cookie, text="Een antwoord", **fields):
    fields = {"key": new_key(), "round": day.round.pk, "text": text, "label": "", **fields}
    return await ask(application, "POST", at(day, "antwoord/"), fields, Cookie=cookie, **JSON)


WRONG = {"key": "k" * 32, "round": "1", "text": ""}
REQUESTS = {
    "page of who has not joined": ("GET", "", {}, {}),
    "page of an unknown place": ("GET", "/d/222222/", {}, {}),
    "view of who has not joined": ("GET", "beeld/", {}, JSON),
    "joining from a browser": ("POST", "deelnemen/", {}, {}),
    "joining from a program": ("POST", "deelnemen/", {}, JSON),
    "joining for a municipality that does not exist": ("POST", "deelnemen/", {"municipality": "Nergens"}, {}),
    "the same from a program": ("POST", "deelnemen/", {"municipality": "Nergens"}, JSON),
    "answer of who has not joined": ("POST", "antwoord/", WRONG, JSON),
    "answer without JavaScript": ("POST", "antwoord/", WRONG, {}),
    "form of another site": ("POST", "deelnemen/", {}, {"Origin": "http://evil.example"}),
    "foreign host": ("GET", "", {}, {"Host": "evil.example"}),
    "address of nothing": ("POST", "onzin/", {}, JSON),
    "method that does not fit": ("POST", "beeld/", {}, JSON),
    "address that is no text": ("GET", "?\udcff", {}, {}),
    "form of another kind": ("POST", "deelnemen/", {}, {"Content_Type": "multipart/form-data; boundary=x"}),
}


@pytest.mark.parametrize("name", REQUESTS)
async def test_reply_is_that_of_django_itself(day, lane, django, name):
    method, path, fields, headers = REQUESTS[name]
    path = path if path.startswith("/") else at(day, path)

    quick, usual = [await ask(one, method, path, fields, **headers) for one in (lane, django)]

    assert quick.status == usual.status
    usual.headers.pop("vary", None)  # the quick reply comes from no session, so it does not depend on one
    assert quick.headers.pop("vary", "Accept-Encoding") == "Accept-Encoding"
    assert {**quick.headers, "set-cookie": ""} == {**usual.headers, "set-cookie": ""}
    assert ("set-cookie" in quick.headers) == ("set-cookie" in usual.headers)
    if method == "GET":
        assert quick.body == usual.body


@pytest.mark.parametrize("path", ["beeld/", "mijn/"])
async def test_what_a_phone_that_takes_part_asks_for_is_what_django_gives(day, lane, django, path):
    cookie = await join(lane, day)
    await answer(lane, day, cookie)

    quick, usual = [await ask(one, "GET", at(day, path), Cookie=cookie) for one in (lane, django)]

    assert "Een antwoord" in quick.body
    assert (quick.status, quick.body) == (usual.status, usual.body)


async def test_phone_pages_of_newcomers_differ_in_key_code_and_seed_alone(day, lane, django):
    cookies = [await join(lane, day) for _ in range(2)]

    first, second = [(await ask(lane, "GET", at(day), Cookie=cookie)).body for cookie in cookies]
    usual = (await ask(django, "GET", at(day), Cookie=cookies[0])).body

    def without_own(page):
        return re.sub(r'comeback__code">[^<]+|data-(?:now|seed)="[^"]+"', "", KEY.sub("", page))

    assert without_own(first) == without_own(second) == without_own(usual)
    assert len({*KEY.findall(first), *KEY.findall(second)}) == 2
    code = re.compile(r'comeback__code">([^<]+)')
    assert code.search(first)[1] == code.search(usual)[1] != code.search(second)[1]


async def test_who_gave_something_finds_it_on_his_page_at_once(day, lane):
    cookie, other = await join(lane, day), await join(lane, day)
    assert "Mijn woorden" not in (await ask(lane, "GET", at(day), Cookie=cookie)).body
    await answer(lane, day, cookie, "Mijn woorden")

    page = (await ask(lane, "GET", at(day), Cookie=cookie)).body
    page_of_other = (await ask(lane, "GET", at(day), Cookie=other)).body

    assert "Mijn woorden" in page
    assert "Mijn woorden" not in page_of_other


async def test_page_follows_the_programme_at_once(day, lane):
    cookie = await join(lane, day)
    assert "De vraag is open" not in (await ask(lane, "GET", at(day), Cookie=cookie)).body
    await sync_to_async(cast.go_to)(day.etten_leur, Section.COOPERATION, 1)
    round_ = await sync_to_async(cast.round_of)(day.etten_leur)

    page = (await ask(lane, "GET", at(day), Cookie=cookie)).body

    assert f'data-round="{round_.pk}"' in page


async def test_phone_of_somebody_who_is_gone_may_join_again(day, lane):
    cookie = await join(lane, day)
    await Participant.objects.all().adelete()

    reply = await answer(lane, day, cookie)

    assert (reply.status, reply.body) == (401, '{"status": "unknown"}')


async def test_written_once_under_one_key(day, lane):
    cookie = await join(lane, day)

    replies = [await answer(lane, day, cookie, key="k" * 32) for _ in range(2)]

    assert [reply.status for reply in replies] == [200, 200]
    assert ['"accepted"' in replies[0].body, '"duplicate"' in replies[1].body] == [True, True]
    assert await Answer.objects.acount() == 1


async def test_facilitator_who_looks_at_a_phone_page_gets_it_from_django(day, lane):
    assert find_view({"path": at(day), "method": "GET", "headers": []}) is not None

    reply = await ask(lane, "GET", at(day), Cookie="beheer=abc")

    assert reply.status == 200
    assert "Welkom in Etten-Leur" in reply.body


async def test_wrong_text_is_told_beside_its_field(day, lane):
    cookie = await join(lane, day)

    reply = await answer(lane, day, cookie, "x" * 501)

    assert reply.status == 422
    assert "Maak hem 1 teken korter." in reply.body


async def test_database_that_is_away_asks_to_come_back(day, lane, monkeypatch):
    cookie = await join(lane, day)
    monkeypatch.setattr("sessions.changes.LONGEST_WAIT_SECONDS", 0.05)
    from sessions.changes import writers_turn

    turn = writers_turn()
    await sync_to_async(turn.__enter__)()
    try:
        reply = await answer(lane, day, cookie)
    finally:
        await sync_to_async(turn.__exit__)(None, None, None)

    assert (reply.status, reply.headers["retry-after"]) == (503, "2")


async def test_too_many_fields_are_refused(day, lane):
    fields = {f"veld{number}": "x" for number in range(1_100)}

    reply = await ask(lane, "POST", at(day, "antwoord/"), fields, **JSON)

    assert reply.status == 400
