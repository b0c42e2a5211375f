"""How the tests of the outbox look at a phone, and spoil what it sends."""

import re
from contextlib import contextmanager

import requests
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
QUESTION, THEMES = 8, 26  # numbers of steps
ANSWER = re.compile("/antwoord/$")


def join(page):
    """Take part by the page itself."""
    page.get_by_role("button", name="Overslaan").click()
    wait_until_ready(page)


def let_join(context, program, place):
    """Let a context take part in a place without a page: its cookie is what the server goes by."""
    host = program.lan_url.partition("://")[2]
    reply = requests.post(
        f"{program.url}/d/{place['code']}/deelnemen/",
        headers={"Accept": "application/json", "Host": host, "Origin": program.lan_url},
        timeout=10,
    )
    cookies = [
        {"name": cookie.name, "value": cookie.value, "domain": host.partition(":")[0], "path": cookie.path}
        for cookie in reply.cookies
    ]
    context.add_cookies(cookies)


def wait_until_ready(page):
    """Wait for the question, and for the scripts: until they run, a form goes without the outbox."""
    expect(page.locator("#stap")).to_contain_text("Wat zijn uw kansen")
    page.wait_for_load_state()


def answer_box(page):
    return page.get_by_label("Uw antwoord", exact=True)


def type_answer(page, text):
    answer_box(page).fill(text)


def press_send(page):
    page.get_by_role("button", name="Versturen", exact=True).click()


def send(page, text):
    type_answer(page, text)
    press_send(page)


def stored_answers(page):
    """The texts that the server has of this person, and how they stand."""
    return {answer["text"]: answer["state"] for answer in _own_answers(page)}


def stored_texts(page):
    """The same as a list, oldest first: it tells a text that is stored twice."""
    return [answer["text"] for answer in sorted(_own_answers(page), key=lambda answer: answer["id"])]


def _own_answers(page):
    view = page.evaluate("fetch('beeld/', {headers: {Accept: 'application/json'}}).then(reply => reply.json())")
    return view["mine"]


def kept_on_phone(page):
    """What the outbox has in the phone's storage, as names and texts."""
    return page.evaluate("Object.entries(localStorage).filter(([name]) => name.startsWith('ob:'))")


def refuse(page, address, *replies):
    """Let the next requests to an address fail as listed: a status, or None for a broken connection."""
    left = list(replies)

    def answer(route):
        if not left:
            return route.continue_()
        reply = left.pop(0)
        return route.abort() if reply is None else route.fulfill(**reply)

    page.route(address, answer)


@contextmanager
def answers_held_back(page):
    """Let answers hang on their way for as long as the block lasts; then they go on."""
    held = []
    page.route(ANSWER, lambda route: held.append(route))
    yield held
    for route in held:
        route.continue_()
    page.unroute(ANSWER)
