"""Many people press at the same moment: what each of them was told is exactly what is stored.

Real threads against the running program: one process on SQLite, and two processes on one PostgreSQL database.
"""

import threading

import pytest

from sessions.drafts import THEME_DOTS
from tests.backing import fresh_database
from tests.racing import PatientDesk, Room, at_once, running, send, statuses
from tests.server import ProgramServer
from tests.stored import plain

POSITION, BRIDGE, TRENDS, OPPORTUNITIES, THEMES, PRIORITIES = 3, 5, 6, 8, 26, 27
PHONES = 40


@pytest.fixture(scope="module", params=["SQLite, one process", "PostgreSQL, two processes"])
def programs(request, tmp_path_factory):
    data = tmp_path_factory.mktemp("races") / "data"
    if request.param.startswith("SQLite"):
        with running([ProgramServer(data)]) as programs:
            yield programs
    else:
        url = fresh_database(request.getfixturevalue("postgres_server"), "races")
        with url as address, running(ProgramServer(data, {"DATABASE_URL": address}) for _ in range(2)) as programs:
            yield programs


@pytest.fixture(scope="module")
def logged_in(programs):
    """The facilitator's browser: a login link works once."""
    return PatientDesk(programs[0].info)


@pytest.fixture
def room(programs, logged_in):
    return Room(programs, logged_in)


def write_while_closing(room, write):
    """Let 40 phones write 5 things each while the facilitator closes; return the replies.

    The last thing of each phone is sent when the closing is confirmed.
    """
    closed, is_busy = threading.Event(), threading.Event()
    replies, lock = [], threading.Lock()

    def live(phone):
        for number in range(5):
            if number == 4:
                closed.wait()
            reply = write(phone, number)
            with lock:
                replies.append(reply)
                if len(replies) == PHONES:
                    is_busy.set()

    def close():
        is_busy.wait()
        try:
            room.desk.round(room.place, "close")
        finally:
            closed.set()

    phones = room.phones(PHONES)
    at_once(close, *[lambda phone=phone: live(phone) for phone in phones])
    return replies


def test_every_vote_while_the_round_closes_counts_or_is_refused(room):
    round_id, options = room.ask(TRENDS)
    told = {}

    def vote(phone, number):
        reply = send(phone, f"{phone.base}keuze/", round=round_id, option=options[number], value=1)
        told[plain(phone.participant), round_id, options[number]] = reply.status_code
        return reply

    replies = write_while_closing(room, vote)

    accepted = {vote for vote, status in told.items() if status == 200}
    assert len(told) == 200
    assert set(statuses(replies)) == {200, 409}
    assert set(statuses(replies[-PHONES:])) == {409}
    assert {vote for vote in room.stored().choices if vote[1] == round_id} == accepted


def test_every_answer_while_the_round_closes_is_stored_as_taken_or_late(room):
    round_id, _ = room.ask(BRIDGE)

    replies = write_while_closing(room, lambda phone, number: phone.answer(f"Nr {number}", round_id=round_id))

    told = {reply.json()["id"]: reply.json()["status"] for reply in replies}
    stored = {answer.id: answer.state for answer in room.stored().answers if answer.round == round_id}
    words = {"accepted": "visible", "late": "late"}
    assert len(told) == 200
    assert set(told.values()) == set(words)
    assert stored == {answer_id: words[status] for answer_id, status in told.items()}


def test_twenty_presses_at_once_never_spend_more_dots_than_there_are(room):
    round_id, options = room.ask(THEMES)
    [phone] = room.phones(1)

    def spend(number):
        address = room.at(phone.base, number) + "keuze/"
        option, value = options[number % len(options)], 1 + number % THEME_DOTS
        return option, value, send(phone, address, round=round_id, option=option, value=value)

    presses = at_once(*[lambda number=number: spend(number) for number in range(20)])

    spent = {}
    for option, value, reply in sorted(presses, key=lambda press: press[2].json().get("seq", 0)):
        assert reply.status_code in {200, 422}
        if reply.status_code == 200:
            spent[option] = value
            assert sum(spent.values()) <= THEME_DOTS
    stored = {vote[2]: value for vote, value in room.stored().choices.items() if vote[1] == round_id}
    assert stored == spent


def test_twenty_presses_at_once_where_one_may_be_chosen_leave_the_last_one(room):
    round_id, options = room.ask(POSITION)
    [phone] = room.phones(1)

    def choose(number):
        option = options[number % len(options)]
        address = room.at(phone.base, number) + "keuze/"
        return send(phone, address, round=round_id, option=option, value=1).json()["seq"], option

    last = max(at_once(*[lambda number=number: choose(number) for number in range(20)]))

    assert [vote[2] for vote in room.stored().choices if vote[1] == round_id] == [last[1]]


def test_two_facilitators_who_press_at_once_do_it_once(room):
    room.desk.go_to(room.place, OPPORTUNITIES - 1)

    for path, fields in (
        ("stap/", {"to": "volgende"}),
        ("ronde/", {"action": "open"}),
        ("ronde/", {"action": "close"}),
        ("ronde/", {"action": "reveal"}),
        ("stap/", {"to": "vorige"}),
    ):
        before = room.desk.view(room.place)
        replies = room.press_at_once(path, **fields)
        after = room.desk.view(room.place)

        assert statuses(replies) == [200, 409]
        assert after["rev"] == before["rev"] + 1
        step = {"volgende": 1, "vorige": -1}.get(fields.get("to"), 0)
        assert after["current"] == before["current"] + step


def test_two_colleagues_who_group_the_same_answers_at_once_make_one_group(room):
    answers = room.answers("Jongeren trekken weg", "Talent verdwijnt")

    replies = room.staff_at_once(
        f"{room.groups_url}samenvoegen/",
        seen_seq=room.seq,
        answers=[answers, answers],
        name=["Jongeren", "Talent"],
    )

    winner = ["Jongeren", "Talent"][[reply.status_code for reply in replies].index(303)]
    assert statuses(replies) == [303, 409]
    assert [room.group_names()[answer] for answer in answers] == [winner, winner]


def test_two_colleagues_who_overlap_in_the_same_name_make_one_group_of_all(room):
    answers = room.answers("Eerste", "Tweede", "Derde")

    replies = room.staff_at_once(
        f"{room.groups_url}samenvoegen/",
        answers=[answers[:2], answers[1:]],
        name=["Alles bijeen", "Alles bijeen"],
    )

    groups = {
        (answer["group_id"], answer["group"]) for answer in room.export()["answers"] if answer["id"] in answers
    }
    assert statuses(replies) == [303, 303]
    assert len(groups) == 1


def test_two_colleagues_who_undo_at_once_undo_one_grouping(room):
    first, second = room.answers("Blijft gegroepeerd", "Wordt weer los")
    for answer, name in ((first, "Blijft"), (second, "Gaat")):
        fields = {"answers": answer, "name": name}
        room.desk.http.post(f"{room.groups_url}samenvoegen/", data=fields, timeout=10)

    replies = room.staff_at_once(f"{room.groups_url}ongedaan/", seen_seq=room.seq)

    groups = room.group_names()
    assert statuses(replies) == [303, 303]
    assert (groups[first], groups[second]) == ("Blijft", "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Wat werkt al?", "Wat werkt al?"], [303, 303]),
        (["Wat werkt er?", "Wie deed het al?"], [303, 409]),
    ],
    ids=["in the same words", "in other words"],
)
def test_two_colleagues_who_promote_a_group_at_once_make_one_question(room, words, expected):
    answers = room.answers("Wat werkt?")
    room.desk.http.post(f"{room.groups_url}samenvoegen/", data={"answers": answers, "name": words[1]}, timeout=10)
    group = next(answer["group_id"] for answer in room.export()["answers"] if answer["id"] in answers)

    replies = room.staff_at_once(f"{room.agenda_url}groep/{group}/kennisvraag/", seen_seq=room.seq, text=words)

    cards = [card["question"] for chapter in room.export()["chapters"] for card in chapter["cards"]]
    assert statuses(replies) == expected
    assert sum(question in words for question in cards) == 1


def test_both_places_open_the_same_ballot_at_once_and_it_has_one_line_a_group(room):
    answers = room.answers("Voor op de stemlijst")
    room.desk.http.post(
        f"{room.groups_url}samenvoegen/", data={"answers": answers, "name": "Op de stemlijst"}, timeout=10
    )
    places = [room.place, room.other_place]
    for place in places:
        room.desk.go_to(place, PRIORITIES)
    revs = [room.desk.view(place)["rev"] for place in places]

    def press(desk, process, number):
        url = room.at(f"{places[number]['desk_url']}ronde/", process)
        return desk.post(url, action="open", expect_rev=revs[number])

    replies = at_once(
        *[
            lambda desk=desk, process=process, number=number: press(desk, process, number)
            for number in range(2)
            for process, desk in enumerate((room.desk, room.colleague))
        ]
    )

    lines = room.desk.view(room.place)["steps"][PRIORITIES - 1]["options"]
    texts = [line["text"] for line in lines]
    assert statuses(replies) == [200, 200, 409, 409]
    assert len(texts) == len(set(texts))
    assert "Op de stemlijst" in texts


def test_people_who_join_while_others_answer_are_all_counted(room):
    round_id, _ = room.ask(OPPORTUNITIES)
    writers = room.phones(20)
    before = room.desk.view(room.place)["participants"]

    results = at_once(
        *[lambda number=number: room.phones(1) for number in range(20)],
        *[lambda phone=phone: phone.answer("Tegelijk", round_id=round_id) for phone in writers],
    )

    ids = [reply.json()["id"] for reply in results[20:]]
    codes = [answer["code"] for answer in room.export()["answers"]]
    assert statuses(results[20:]) == [200] * 20
    assert room.desk.view(room.place)["participants"] == before + 20
    assert len(set(ids)) == 20
    assert len(codes) == len(set(codes))


def test_support_from_two_tabs_at_once_is_as_the_last_one_said_and_counts_once(room):
    round_id, _ = room.ask(OPPORTUNITIES, show=True)
    author, supporter = room.phones(2)
    answer = author.answer("Dit vinden meer mensen", round_id=round_id).json()["id"]

    def press(number):
        url = room.at(supporter.base, number) + "steun/"
        on = number % 2
        return send(supporter, url, answer=answer, on=on).json()["seq"], on

    presses = at_once(*[lambda number=number: press(number) for number in range(20)])

    expected = max(presses)[1]
    supports = [support for support in room.stored().supports if support[1] == answer]
    exported = next(row["support"] for row in room.export()["answers"] if row["id"] == answer)
    assert (len(supports), exported) == (expected, expected)
