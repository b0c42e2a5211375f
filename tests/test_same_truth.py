"""After every kind of change, open pages show what a page that is loaded now shows; and never what is secret."""

import re
import secrets
import time

import pytest
from playwright.sync_api import expect

from tests.client import Desk, Phone
from tests.outbox_page import PHONE
from tests.room import DESK, SCREEN, say
from tests.server import LAN_NAME, ProgramServer

QUESTION, THEMES, PRIORITIES = 8, 26, 27  # numbers of steps
PATIENCE = 4.0  # seconds; twice what a room may wait, for a machine that is busy
SECRET = "GEHEIM-7f3a"

# What a region shows: elements, attributes and words, without what differs rightly: what the clock says, what
# somebody unfolded, the key for browsers without JavaScript, and the number that the groups page saw last.
LOOK = """(regions) => {
  const IGNORED = new Set(["open", "hx-morph-skip", "style", "tabindex"]);
  const words = (text) => text.replace(/\\s+/g, " ").trim();
  function look(node) {
    if (node.nodeType === Node.TEXT_NODE) return words(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches("[name=key], [name=seen_seq]")) return "";
    const attributes = [...node.attributes].filter(({ name }) => !IGNORED.has(name));
    const start = [node.localName, ...attributes.map(({ name, value }) => `${name}="${words(value)}"`).sort()];
    const isClock = node.matches("[data-ends-at], [data-minutes]");
    const inside = isClock ? [] : [...node.childNodes].map(look).filter(Boolean);
    return [`<${start.join(" ")}>`, ...inside].join("\\n");
  }
  return Object.fromEntries(regions.map((region) => [region, look(document.querySelector(region))]));
}"""
REGIONS = {
    "desk": ["#programma", "#bediening", "#teller", "#uitslag", "#antwoorden", "#locaties"],
    "screen": ["#kop", "#teller", "#inhoud", "#lijn"],
    "phone": ["#stap", "#bord", "#mijn"],
    "groups": ["#groepen"],
}


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = ProgramServer(tmp_path_factory.mktemp("truth") / "data")
    yield program.start()
    program.kill()


@pytest.fixture(scope="module")
def facilitator(program):
    return Desk(program.info)


@pytest.fixture
def day(browser, program, facilitator):
    day = Day(browser, program, facilitator)
    yield day
    day.close()


class Day:
    """Open pages of one place, each beside a second window that is loaded anew to compare it with."""

    def __init__(self, browser, program, facilitator):
        self.program = program
        self.facilitator = facilitator
        self.place, self.elsewhere = program.info["sessions"]
        self.anna, self.bram = Phone(self.place), Phone(self.place)
        self.slowest = (0, "")
        self.pages, self.fresh, self._contexts = {}, {}, []
        host = {"domain": LAN_NAME, "path": "/"}
        staff = [{"name": one.name, "value": one.value, **host} for one in self.facilitator.http.cookies]
        watcher = [{"name": one.name, "value": one.value, **host} for one in Phone(self.place).http.cookies]
        self._open(browser, "desk", DESK, self.place["desk_url"], staff)
        self._open(browser, "groups", DESK, self.address("groepen"), staff)
        self._open(browser, "screen", SCREEN, self.place["screen_url"], [])
        self._open(browser, "phone", PHONE, self.place["join_url"], watcher)

    def address(self, *parts):
        """Return an address of this meet-up that the protocol does not describe."""
        return "/".join([self.program.url, parts[0], str(self.program.info["meetup"]), *parts[1:], ""])

    def ask(self, number):
        self.facilitator.go_to(self.place, number)
        self.facilitator.round(self.place, "open")

    def revise(self, phone, answer, text, label=""):
        return self._own(phone, "wijzigen/", answer, text=text, label=label)

    def withdraw(self, phone, answer):
        return self._own(phone, "intrekken/", answer)

    def support(self, phone, answer, on):
        self._post(phone, phone.base + "steun/", key=secrets.token_hex(16), answer=answer["id"], on=on)

    def moderate(self, answer, action):
        self._post(self.facilitator, f"{self.place['desk_url']}antwoord/{answer['id']}/{action}/")

    def group(self, action, **fields):
        self._post(self.facilitator, self.address("groepen", *action.split("/")), **fields)

    def clusters(self):
        return re.findall(r'id="groep-(\d+)"', self.facilitator.get(self.address("groepen")).text)

    def same_everywhere(self, change):
        """Wait until every page shows what it would show if it were loaded now."""
        started = time.monotonic()
        for page in self.fresh.values():
            page.evaluate("setTimeout(() => location.reload())")
        for name, page in self.fresh.items():
            page.wait_for_function("performance.now() < 10_000 && window.pmg", polling=50)
            page.wait_for_load_state()
            while (now := self.pages[name].evaluate(LOOK, REGIONS[name])) != (
                fresh := page.evaluate(LOOK, REGIONS[name])
            ):
                assert time.monotonic() - started < PATIENCE, difference(change, name, now, fresh)
                time.sleep(0.05)
        self.slowest = max(self.slowest, (time.monotonic() - started, change))

    def close(self):
        for context in self._contexts:
            context.close()

    def _open(self, browser, name, size, url, cookies):
        context = browser.new_context(viewport=size, locale="nl-NL")
        self._contexts.append(context)
        context.add_cookies(cookies)
        self.pages[name], self.fresh[name] = context.new_page(), context.new_page()
        for page in (self.pages[name], self.fresh[name]):
            page.goto(url.replace(self.program.url, self.program.lan_url))

    def _own(self, phone, path, answer, **fields):
        self._post(
            phone,
            phone.base + path,
            key=secrets.token_hex(16),
            answer=answer["id"],
            base_rev=answer["rev"],
            **fields,
        )
        return {**answer, "rev": answer["rev"] + 1}

    def _post(self, visitor, url, **fields):
        reply = visitor.post(url, **fields)
        assert reply.status_code in {200, 202}, (url, reply.status_code, reply.text[:500])


def difference(change, name, now, fresh):
    lines = [f"After {change} the {name} does not show what a fresh one shows."]
    for region in now:
        shown, expected = now[region].splitlines(), fresh[region].splitlines()
        lines += [f"{region} has not: {line}" for line in expected if line not in shown]
        lines += [f"{region} still has: {line}" for line in shown if line not in expected]
    return "\n".join(lines)


def test_every_change_reaches_every_page(day):
    changes = play_all_kinds_of_changes(day)

    count = 0
    for change in changes:
        day.same_everywhere(change)
        count += 1

    seconds, change = day.slowest
    say(f"{count} changes; the slowest to compare took {seconds:.1f} s ({change})")
    assert count > 35


def play_all_kinds_of_changes(day):
    """Do one change after the other, and say what it was."""
    lead, anna, bram, place = day.facilitator, day.anna, day.bram, day.place
    lead.go_to(place, QUESTION)
    yield "going to a question"
    lead.round(place, "open")
    yield "opening a question"
    labels = [str(option["id"]) for option in anna.view()["options"]]
    mine = anna.answer("Van Anna", label=labels[0]).json()
    yield "an answer"
    his = bram.answer("Van Bram", label=labels[1]).json()
    yield "an answer of somebody else"
    lead.round(place, "reveal")
    yield "revealing"
    third = bram.answer("Nog een van Bram").json()
    yield "an answer on an open board"
    his = day.revise(bram, his, "Van Bram, beter", labels[1])
    yield "a change of words"
    his = day.revise(bram, his, "Van Bram, beter", labels[2])
    yield "a change of label"
    mine = day.revise(anna, mine, "Van Anna, zonder label")
    yield "a change that takes the label away"
    day.withdraw(bram, third)
    yield "a withdrawal"
    day.support(anna, his, on=1)
    yield "support"
    day.support(anna, his, on=0)
    yield "support taken back"
    day.moderate(his, "verbergen")
    yield "hiding"
    day.moderate(his, "terugzetten")
    yield "putting back"
    day.moderate(mine, "verbergen")
    yield "hiding another answer"
    day.moderate(mine, "terugzetten")
    yield "putting it back"
    lead.round(place, "conceal")
    yield "concealing"
    lead.round(place, "reveal")
    yield "revealing again"
    lead.round(place, "close")
    yield "closing"
    late = bram.answer("Te laat van Bram").json()
    yield "a late answer"
    day.moderate(late, "toelaten")
    yield "admitting"
    lead.round(place, "open", seconds=300)
    yield "opening with a timer"
    day.group("samenvoegen", answers=[mine["id"], his["id"]], name="Talent")
    yield "grouping"
    [cluster] = day.clusters()
    day.group(f"groep/{cluster}/naam", name="Talent binden")
    yield "renaming a group"
    day.group("losmaken", answers=[his["id"]])
    yield "ungrouping"
    day.group("ongedaan")
    yield "undoing"
    Phone(place)
    yield "somebody who joins"
    lead.go_to(place, "volgende")
    yield "the next step"
    lead.go_to(place, "vorige")
    yield "the step before"
    lead.go_to(place, THEMES)
    lead.round(place, "open")
    yield "opening a poll"
    themes = [option["id"] for option in anna.view()["options"]]
    anna.choose(themes[0], 2)
    yield "a choice"
    bram.choose(themes[1], 3)
    yield "a choice of somebody else"
    anna.choose(themes[0], 0)
    yield "a choice taken back"
    lead.round(place, "close")
    lead.round(place, "reveal")
    yield "the result of a poll"
    lead.go_to(place, PRIORITIES)
    yield "going to a ballot"
    lead.round(place, "open")
    yield "opening a ballot"
    [line] = bram.view()["options"]
    bram.choose(line["id"], 1)
    yield "a vote"
    day.group(f"groep/{cluster}/naam", name="Talent houden")
    yield "renaming what is voted on"
    day.group(f"groep/{cluster}/stemlijst", on=0)
    yield "taking a group off the ballot"
    day.group(f"groep/{cluster}/stemlijst", on=1)
    yield "putting it on again"
    lead.go_to(day.elsewhere, QUESTION)
    lead.round(day.elsewhere, "open")
    yield "a question in the other place"
    Phone(day.elsewhere).answer("Van elders")
    yield "an answer in the other place"


def test_what_the_room_may_not_see_reaches_no_phone_or_screen(day):
    lead, place = day.facilitator, day.place
    heard = {name: listen_to(page) for name, page in day.pages.items()}
    for where in (place, day.elsewhere):
        lead.go_to(where, QUESTION)
        lead.round(where, "open")
    lead.round(place, "conceal")
    lead.round(day.elsewhere, "reveal")
    Phone(day.elsewhere).answer(f"{SECRET} elders")
    hidden = day.bram.answer(f"{SECRET} verborgen").json()
    withdrawn = day.bram.answer(f"{SECRET} ingetrokken").json()
    revised = day.bram.answer(f"{SECRET} eerste versie").json()
    day.anna.answer("Mag iedereen zien")
    expect(day.pages["desk"].locator("#antwoorden")).to_contain_text(f"{SECRET} verborgen")

    day.moderate(hidden, "verbergen")
    day.withdraw(day.bram, withdrawn)
    day.revise(day.bram, revised, "Een tweede versie")
    lead.round(place, "close")
    day.bram.answer(f"{SECRET} te laat")
    lead.round(place, "reveal")

    for name, region in {"phone": "#bord", "screen": "#inhoud"}.items():
        page = day.pages[name]
        expect(page.locator(region)).to_contain_text("Mag iedereen zien")
        expect(page.locator(region)).to_contain_text("Een tweede versie")
        with page.expect_response(re.compile("/beeld/")):
            page.evaluate("pmg.pull({ force: true })")
        parts = everything(heard[name])
        assert "Een tweede versie" in parts[-1], "the view that was just fetched"
        assert [part for part in parts if SECRET in part] == []
        page.reload()
        page.wait_for_load_state("networkidle")
        assert [part for part in [page.content(), *heard[name]["messages"]] if SECRET in part] == []
    assert any(SECRET in part for part in everything(heard["desk"]))


# What a page fetches is kept in the page itself: a browser may forget a body before a test asks for it.
KEEP_REPLIES = """
    window.replies = [];
    const { fetch } = window;
    window.fetch = async (...request) => {
      const reply = await fetch(...request);
      window.replies.push(reply.clone().text().catch(() => ""));
      return reply;
    };
"""


def listen_to(page):
    """Collect the replies and the messages of sockets that a page gets from now on, from its loading on."""
    heard = {"page": page, "messages": []}
    page.on(
        "websocket",
        lambda line: line.on("framereceived", lambda message: heard["messages"].append(str(message))),
    )
    page.add_init_script(KEEP_REPLIES)
    heard["document"] = page.reload().text()
    return heard


def everything(heard):
    """Return all texts a page got since it was loaded; ask before it is loaded again."""
    return [heard["document"], *heard["messages"], *heard["page"].evaluate("Promise.all(window.replies)")]
