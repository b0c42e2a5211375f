"""A desk, a screen and a phone on a network that dies, breaks, slows down and loses replies, in a real browser."""

import re
import socket

import pytest
import requests
from playwright.sync_api import expect

from tests.outbox_page import answer_box, kept_on_phone, send, stored_texts
from tests.proxy import Proxy
from tests.room import PATIENCE, Room, Stopwatch, wait_until
from tests.server import ProgramServer

BADGE = "#verbinding"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = ProgramServer(tmp_path_factory.mktemp("network") / "data")
    yield program.start()
    program.kill()


@pytest.fixture(scope="module")
def proxy(program):
    with Proxy(program.port) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def open_room(browser, program, proxy):
    room = Room(browser, program, proxy.lan_url)
    yield room
    room.close()


@pytest.fixture
def room(open_room, proxy):
    """The room with all pages live on one question; what a test did to the network is over."""
    words = open_room.ask_the_other()
    open_room.expect_everywhere(words)
    expect(answer_box(open_room.phone)).to_be_visible(timeout=PATIENCE)
    wait_until(lambda: proxy.sockets == len(open_room.pages), "all pages have a socket")
    yield open_room
    proxy.heal()
    for page in open_room.pages:
        page.unroute_all(behavior="ignoreErrors")
        page.context.set_offline(False)
    assert open_room.problems == []


@pytest.mark.parametrize("forgetting", [False, True], ids=["line comes back", "line stays dead"])
def test_pages_come_back_from_a_black_hole(room, proxy, forgetting):
    texts = [f"{words}, {forgetting}" for words in ("Tijdens de stilte", "Nog steeds stil")]
    proxy.black_hole()
    dead = Stopwatch()
    for text in texts:
        send(room.phone, text)
    words = room.ask_the_other()
    for page in (room.screen, room.desk):
        expect(page.locator(BADGE)).to_be_visible(timeout=2 * PATIENCE)
        dead.lap("the page says there is no connection")
    expect(room.phone.locator("#outbox .status").first).to_have_text("wordt verstuurd")

    proxy.end_black_hole(forgetting)

    back = Stopwatch()
    room.expect_everywhere(words)
    back.lap("all pages show where the room is")
    # Over a dead line a browser may try the connections it kept first, and the outbox waits 8 s for each.
    wait_until(
        lambda: kept_on_phone(room.phone) == [], "the phone has sent all", PATIENCE * (4 if forgetting else 1)
    )
    back.lap("the phone has sent what waited")
    for page in room.pages:
        expect(page.locator(BADGE)).to_be_hidden(timeout=PATIENCE)
    wait_until(lambda: proxy.sockets == len(room.pages), "all pages have a socket")
    words = room.ask_the_other()
    room.expect_everywhere(words)
    assert [room.times_stored(text) for text in texts] == [1, 1]


@pytest.fixture
def phone_with_a_clock(room):
    """A second tab of the phone, on a clock that the test turns."""
    phone = room.phone.context.new_page()
    phone.clock.install()
    phone.goto(room.phone.url)
    yield phone
    phone.close()


def test_phone_in_a_black_hole_says_so_within_35_seconds(room, proxy, phone_with_a_clock):
    phone = phone_with_a_clock
    words = room.ask_the_other()
    expect(phone.locator("#stap")).to_contain_text(words, timeout=PATIENCE)
    proxy.black_hole()

    phone.clock.run_for(30_000)
    expect(phone.locator(BADGE)).to_be_hidden()
    phone.clock.run_for(8_000)

    expect(phone.locator(BADGE)).to_be_visible()


@pytest.mark.parametrize("code", [1000, 1001, 1008, 1011, 4000, "reset"])
def test_pages_come_back_whatever_a_socket_is_closed_with(room, proxy, code):
    watch = Stopwatch()
    if code == "reset":
        proxy.cut()
    else:
        proxy.close_sockets(code)
    words = room.ask_the_other()

    room.expect_everywhere(words)

    watch.lap(f"{code}: all pages show what they missed")
    wait_until(lambda: proxy.sockets == len(room.pages), "all pages have a socket again")
    watch.lap(f"{code}: all pages have a socket")


@pytest.mark.parametrize("status", [403, 500])
def test_pages_follow_without_a_socket_and_do_not_storm(room, proxy, status):
    proxy.refuse_handshakes(status)
    before = proxy.handshakes
    proxy.cut()
    watch = Stopwatch()
    words = room.ask_the_other()
    room.expect_everywhere(words)
    watch.lap(f"{status}: all pages show what they missed")

    room.screen.wait_for_timeout(6_000)

    tries = proxy.handshakes - before
    watch.lap(f"{status}: {tries} handshakes of {len(room.pages)} pages")
    assert tries <= 8 * len(room.pages)
    proxy.refuse_handshakes(None)
    wait_until(lambda: proxy.sockets == len(room.pages), "all pages have a socket again")


def test_pages_come_back_when_nobody_listened_for_a_while(room, proxy):
    proxy.refuse_connections()
    proxy.cut()
    send(room.phone, "Geen server te vinden")
    words = room.ask_the_other()
    expect(room.phone.locator("#outbox")).to_contain_text("Uw antwoord staat veilig op uw telefoon.")

    proxy.accept_connections()

    watch = Stopwatch()
    room.expect_everywhere(words)
    wait_until(lambda: kept_on_phone(room.phone) == [], "the phone has sent all")
    watch.lap("all pages are back")
    assert room.times_stored("Geen server te vinden") == 1


def test_twenty_answers_of_which_every_first_reply_is_lost_count_once(room, proxy):
    texts = [f"Antwoord {number} zonder ontvangst" for number in range(20)]
    proxy.lose_first_replies()
    lost = len(proxy.lost)

    for text in texts:
        send(room.phone, text)

    for text in texts:
        expect(room.phone.locator("#mijn")).to_contain_text(text, timeout=60_000)
    proxy.lose_first_replies(False)
    assert len(proxy.lost) - lost == len(texts)
    assert [text for text in stored_texts(room.phone) if "zonder ontvangst" in text] == texts


def test_slow_line_is_slow_and_not_wrong(room, proxy):
    proxy.slow_down(latency=0.3, bits_per_second=64_000)
    watch = Stopwatch()
    send(room.phone, "Over een dunne draad")
    expect(room.phone.locator("#mijn")).to_contain_text("Over een dunne draad", timeout=3 * PATIENCE)
    watch.lap("300 ms and 64 kbit/s: stored, and shown so")
    words = room.ask_the_other()
    for page, region in ((room.screen, "#kop"), (room.desk, "#bediening"), (room.phone, "#stap")):
        expect(page.locator(region)).to_contain_text(words, timeout=3 * PATIENCE)
    watch.lap("and all pages follow")

    proxy.speed_up()

    for page in room.pages:
        expect(page.locator(BADGE)).to_be_hidden(timeout=PATIENCE)
    assert room.times_stored("Over een dunne draad") == 1


def test_posts_that_come_again_in_another_order_change_nothing(room, proxy):
    seen = len(proxy.posts)
    send(room.phone, "Eerste versie, later gewijzigd")
    row = room.phone.locator("#mijn .slip", has_text="Eerste versie, later gewijzigd")
    row.locator("summary").click()
    row.get_by_label("Uw antwoord aanpassen").fill("Tweede versie, blijft")
    row.get_by_role("button", name="Bewaren").click()
    expect(room.phone.locator("#mijn")).to_contain_text("Tweede versie, blijft")
    send(room.phone, "Wordt weer ingetrokken")
    row = room.phone.locator("#mijn .slip", has_text="Wordt weer ingetrokken")
    row.locator("summary").click()
    row.get_by_role("button", name="Intrekken").click()
    expect(row).to_have_count(0)
    before = stored_texts(room.phone)
    room.facilitator.round(room.place, "close")

    posts = [post for post in proxy.posts[seen:] if re.search(rb"/(antwoord|wijzigen|intrekken)/", post)]
    replies = [replay(room.program.port, post) for post in reversed(posts)]

    assert len(replies) == 4
    assert all(b'"duplicate"' in reply for reply in replies), replies
    assert stored_texts(room.phone) == before


def replay(port, request):
    """Send a request again as it was, and return the reply."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request.replace(b"keep-alive", b"close", 1))
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def test_pages_follow_after_the_browser_was_offline(room):
    for page in room.pages:
        page.context.set_offline(True)
    send(room.phone, "Vliegtuigstand")
    words = room.ask_the_other()
    expect(room.phone.locator("#outbox")).to_contain_text("wordt verstuurd")

    for page in room.pages:
        page.context.set_offline(False)

    watch = Stopwatch()
    room.expect_everywhere(words)
    wait_until(lambda: kept_on_phone(room.phone) == [], "the phone has sent all")
    watch.lap("all pages are back")
    assert room.times_stored("Vliegtuigstand") == 1


def test_login_page_of_a_hotspot_does_not_take_a_page_away(room, proxy):
    portal = {"status": 404, "content_type": "text/html", "body": "<h1>Log in op de wifi</h1>"}
    loads = []
    for page in room.pages:
        page.on("load", lambda page: loads.append(page.url))
        page.route(re.compile("/beeld/"), lambda route: route.fulfill(**portal))
    answer_box(room.phone).fill("Half getypt achter een portaal")
    proxy.refuse_handshakes(403)
    proxy.cut()

    room.screen.wait_for_timeout(3_000)

    expect(answer_box(room.phone)).to_have_value("Half getypt achter een portaal")
    answer_box(room.phone).fill("")
    assert loads == []


def test_late_reply_to_the_desk_does_not_bring_back_what_was(room):
    expect(room.desk.locator("#bediening")).to_contain_text("Sluit de vraag")
    held = []

    def hold_reply(route):
        host = room.lan_url.partition("://")[2]
        address = route.request.url.replace(room.lan_url, room.program.url)
        headers = {**route.request.all_headers(), "Host": host}
        held.append((route, requests.post(address, data=route.request.post_data, headers=headers, timeout=10)))

    room.desk.route(re.compile("/ronde/"), hold_reply)
    room.desk.get_by_role("button", name="Sluit de vraag").click()
    expect(room.desk.locator("#bediening")).to_contain_text("Heropen de vraag")
    words = room.ask_the_other()
    expect(room.desk.locator("#bediening")).to_contain_text(words)

    [(route, reply)] = held
    with room.desk.expect_response(re.compile("/ronde/")):
        route.fulfill(status=reply.status_code, headers=dict(reply.headers), body=reply.text)

    room.desk.wait_for_timeout(1_000)
    expect(room.desk.locator("#bediening")).to_contain_text(words)
