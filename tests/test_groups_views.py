"""The page on which answers are grouped, with and without JavaScript, by one facilitator or two."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sessions.clustering import group_answers
from sessions.models import Answer, Cluster
from sessions.preparation import make_meetup
from tests.cast import Section, give_answer, give_choice, go_to, join_many, make_day, open_step

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(day):
    """Fatima's browser, logged in."""
    client = Client()
    client.force_login(day.fatima)
    return client


@pytest.fixture
def answers(day):
    """Two answers of Etten-Leur and one of Rijssen-Holten to question 1 of theme 1."""
    for place in (day.etten_leur, day.rijssen):
        go_to(place, Section.OPPORTUNITIES, theme=1)
        open_step(place)
    return [
        give_answer(day.anna, "Jongeren trekken weg", "bedreiging"),
        give_answer(day.bram, "Talent verdwijnt naar de Randstad", "bedreiging"),
        give_answer(day.carla, "Ruimte voor bedrijven", "kans"),
    ]


def address(day, path="", query=""):
    return f"/groepen/{day.meetup.pk}/{path}{query}"


def text_of(response):
    """The words of a page, with single spaces."""
    return " ".join(response.content.decode().split())


def members():
    """The groups that are there, by name, with the texts in them."""
    return {
        cluster.name: [answer.text for answer in cluster.answers.all()]
        for cluster in Cluster.objects.filter(is_dissolved=False)
    }


def test_page_shows_loose_answers_with_where_they_come_from(day, fatima, answers):
    page = text_of(fatima.get(address(day)))

    assert "Losse antwoorden <span" in page
    assert "(3)" in page
    for shown in ("Jongeren trekken weg", "bedreiging", "Rijssen-Holten", "R1-001", "E1-002"):
        assert shown in page


def test_page_of_a_theme_shows_that_theme_alone_and_keeps_to_it(day, fatima, answers):
    page = text_of(fatima.get(address(day, query="?thema=2")))

    assert "Jongeren trekken weg" not in page
    assert f'action="{address(day, "samenvoegen/", "?thema=2")}"' in page
    assert f'data-view="{address(day, "beeld/", "?thema=2")}"' in page


def test_page_of_a_theme_that_is_not_there_is_not_found(day, fatima):
    assert fatima.get(address(day, query="?thema=7")).status_code == 404


def test_page_leads_back_to_the_desk_of_each_place(day, fatima):
    page = text_of(fatima.get(address(day)))

    for place in (day.etten_leur, day.rijssen):
        assert f'<a href="/regie/{place.pk}/">Regie {place.place}</a>' in page


def test_page_without_answers_says_what_will_happen(day, fatima):
    assert "Ze komen hier vanzelf te staan" in text_of(fatima.get(address(day)))


def test_page_takes_the_same_number_of_queries_for_one_group_and_many(day, fatima, answers):
    def load():
        with CaptureQueriesContext(connection) as queries:
            page = text_of(fatima.get(address(day)))
        return page.count("En nog iets los"), len(queries)

    group_answers(meetup=day.meetup, answer_ids=[answers[0].pk], name="Jongeren")
    none, few_queries = load()
    for number, person in enumerate(join_many(day.etten_leur, 20)):
        answer = give_answer(person, "Nog iets")
        group_answers(meetup=day.meetup, answer_ids=[answer.pk], name=f"Groep {number}")
        give_answer(person, f"En nog iets los, nummer {number}")

    many, queries = load()

    assert (none, many) == (0, 20)
    assert queries == few_queries < 15


def test_group_with_a_name_makes_a_group_and_comes_back_to_the_theme(day, fatima, answers):
    reply = fatima.post(
        address(day, "samenvoegen/", "?thema=1"),
        {"answers": [answers[0].pk, answers[1].pk], "name": "  Jongeren   vasthouden "},
    )

    assert (reply.status_code, reply.url) == (303, address(day, query="?thema=1"))
    assert members() == {"Jongeren vasthouden": [answers[0].text, answers[1].text]}
    assert "U kunt dit ongedaan maken" in text_of(fatima.get(reply.url))


def test_group_with_htmx_brings_the_groups_and_a_notice(day, fatima, answers):
    reply = fatima.post(
        address(day, "samenvoegen/"), {"answers": [answers[0].pk], "name": "Jongeren"}, headers=HTMX
    )

    page = text_of(reply)
    day.meetup.refresh_from_db()
    assert (reply.status_code, reply["PMG-Seq"]) == (200, str(day.meetup.seq))
    assert '<hx-partial hx-target="#groepen"' in page
    assert "Samengevoegd" in page
    assert "<html" not in page


def test_group_into_the_group_whose_button_was_pressed(day, fatima, answers):
    cluster = group_answers(meetup=day.meetup, answer_ids=[answers[0].pk], name="Jongeren")

    fatima.post(address(day, "samenvoegen/"), {"answers": [answers[1].pk], "name": "", "cluster": cluster.pk})

    assert members() == {"Jongeren": [answers[0].text, answers[1].text]}


@pytest.mark.parametrize(
    ("ticked", "name", "says"),
    [
        ([], "Jongeren", "Vink eerst antwoorden aan."),
        ([0], "", "Geef de groep een naam."),
        ([0], "x" * 201, "Uw tekst is te lang. Maak hem 1 teken korter."),
    ],
)
@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "htmx"])
def test_group_that_cannot_be_made_says_why_and_keeps_what_was_typed(
    day, fatima, answers, ticked, name, says, headers
):
    chosen = [answers[index].pk for index in ticked]

    reply = fatima.post(address(day, "samenvoegen/"), {"answers": chosen, "name": name}, headers=headers)

    page = text_of(reply)
    assert reply.status_code == 422
    assert f">{says}</p>" in page
    assert f'id="groepsnaam" name="name" value="{name}"' in page
    assert page.count(" checked>") == len(chosen)
    assert members() == {}


def test_group_of_answers_that_are_gone_by_now_says_so(day, fatima, answers):
    gone = answers[0].pk
    Answer.objects.filter(pk=gone).delete()

    reply = fatima.post(address(day, "samenvoegen/"), {"answers": [gone], "name": "Jongeren"}, headers=HTMX)

    assert reply.status_code == 422
    assert "Kies eerst antwoorden." in text_of(reply)


def test_group_into_a_group_of_another_meetup_is_not_found(day, fatima, answers):
    other = make_meetup(programme=day.meetup.programme)
    foreign = Cluster.objects.create(meetup=other, name="Van een ander")

    reply = fatima.post(address(day, "samenvoegen/"), {"answers": [answers[0].pk], "cluster": foreign.pk})

    assert reply.status_code == 404
    assert members() == {"Van een ander": []}


def test_ungroup_and_undo(day, fatima, answers):
    group_answers(meetup=day.meetup, answer_ids=[answers[0].pk, answers[1].pk], name="Jongeren")

    fatima.post(address(day, "losmaken/"), {"answers": answers[0].pk}, headers=HTMX)
    loosened = members()
    undone = [text_of(fatima.post(address(day, "ongedaan/"), headers=HTMX)) for _ in range(3)]

    assert loosened == {"Jongeren": [answers[1].text]}
    assert ["Er is niets om ongedaan te maken" in page for page in undone] == [False, False, True]
    assert members() == {}


def test_redo_after_undo(day, fatima, answers):
    group_answers(meetup=day.meetup, answer_ids=[answers[0].pk], name="Jongeren")
    fatima.post(address(day, "ongedaan/"), headers=HTMX)

    redone = [text_of(fatima.post(address(day, "opnieuw/"), headers=HTMX)) for _ in range(2)]

    assert ["Er is niets om opnieuw te doen" in page for page in redone] == [False, True]
    assert members() == {"Jongeren": [answers[0].text]}


def test_one_tick_takes_all_that_say_exactly_the_same(day, fatima, answers):
    same = give_answer(day.anna, "jongeren trekken weg!", "bedreiging")
    page = text_of(fatima.get(address(day)))
    tick = f"{answers[0].pk}-{same.pk}"

    fatima.post(address(day, "samenvoegen/"), {"answers": [tick], "name": "Jongeren"})

    assert f'value="{tick}"' in page
    assert "×2" in page
    assert [code in page for code in (answers[0].code, same.code)] == [True, True]
    assert members() == {"Jongeren": [answers[0].text, same.text]}


def test_whole_groups_merge_under_the_name_of_the_largest(day, fatima, answers):
    small = group_answers(meetup=day.meetup, answer_ids=[answers[0].pk], name="Jongeren")
    large = group_answers(meetup=day.meetup, answer_ids=[answers[1].pk, answers[2].pk], name="Talent")

    reply = fatima.post(address(day, "samenvoegen/"), {"groups": [small.pk, large.pk], "name": ""}, headers=HTMX)

    assert "Samengevoegd in “Talent”" in text_of(reply)
    assert members() == {"Talent": [answer.text for answer in answers]}


def test_ticked_members_split_off_under_a_new_name(day, fatima, answers):
    group_answers(meetup=day.meetup, answer_ids=[answer.pk for answer in answers], name="Alles")

    fatima.post(address(day, "samenvoegen/"), {"answers": [answers[2].pk], "name": "Ruimte"})

    assert members() == {"Alles": [answers[0].text, answers[1].text], "Ruimte": [answers[2].text]}


def test_ticked_members_and_whole_groups_are_taken_out(day, fatima, answers):
    whole = group_answers(meetup=day.meetup, answer_ids=[answers[0].pk], name="Jongeren")
    group_answers(meetup=day.meetup, answer_ids=[answers[1].pk, answers[2].pk], name="Talent")

    fatima.post(address(day, "samenvoegen/"), {"groups": [whole.pk], "answers": [answers[1].pk], "loose": "1"})

    assert members() == {"Talent": [answers[2].text]}


def test_member_of_a_group_shows_where_it_comes_from(day, fatima, answers):
    group_answers(meetup=day.meetup, answer_ids=[answers[2].pk], name="Ruimte")

    page = text_of(fatima.get(address(day)))
    member = page.partition(f'id="lid-{answers[2].pk}"')[2]

    for shown in ("thema </span>1</span>", "<span>kans</span>", "Rijssen-Holten", "R1-001"):
        assert shown in member


@pytest.mark.parametrize("nonsense", ["", "x", "1-", "1-x", "-", "9" * 30])
def test_tick_that_is_no_answer_is_refused(day, fatima, answers, nonsense):
    reply = fatima.post(address(day, "samenvoegen/"), {"answers": [nonsense], "name": "Niets"}, headers=HTMX)

    assert reply.status_code == 422
    assert members() == {}


LOOK = "?thema=1&label=bedreiging&kleur=plaats"


def test_filter_and_colour_stay_in_every_address_of_the_page(day, fatima, answers):
    page = text_of(fatima.get(address(day, query=LOOK)))

    kept = LOOK.replace("&", "&amp;")
    assert f'data-view="{address(day, "beeld/", kept)}"' in page
    assert f'action="{address(day, "samenvoegen/", kept)}"' in page
    assert f'href="{address(day, query=kept.replace("thema=1", "thema=2"))}"' in page
    assert "(2 van 3)" in page
    assert "filter: bedreiging" in page
    assert "Ruimte voor bedrijven" not in page
    assert 'data-mark="1">Etten-Leur</span>' in page


def test_view_and_replies_show_the_same_filter(day, fatima, answers):
    view = text_of(fatima.get(address(day, "beeld/", LOOK)))
    reply = text_of(
        fatima.post(
            address(day, "samenvoegen/", LOOK), {"answers": [answers[0].pk], "name": "Jongeren"}, headers=HTMX
        )
    )

    assert "(2 van 3)" in view
    assert "(1 van 2)" in reply
    assert "Ruimte voor bedrijven" not in view + reply


def test_search_marks_what_looks_like_the_ticked_answer_and_goes_stale(day, fatima, answers):
    other = give_answer(day.bram, "Hoe houden we jongeren hier?", "kans")
    day.meetup.refresh_from_db()
    sought = f"?thema=1&lijkt=1&answers={answers[0].pk}&seen_seq={day.meetup.seq}"

    found = text_of(fatima.get(address(day, query=sought)))
    give_answer(day.bram, "Een heel ander antwoord", "kans")
    stale = text_of(fatima.get(address(day, "beeld/", sought)))

    assert found.count("data-alike ") + found.count("data-alike>") == 1
    assert f'id="los-{other.pk}" data-alike>' in found
    assert ["verouderd" in page for page in (found, stale)] == [False, True]
    assert members() == {}


@pytest.mark.parametrize(
    "nonsense", ["answers=x", "answers=", "answers=99999", "seen_seq=x", f"seen_seq={'9' * 30}"]
)
def test_search_for_nonsense_finds_nothing(day, fatima, answers, nonsense):
    reply = fatima.get(address(day, query=f"?lijkt=1&{nonsense}"))

    assert reply.status_code == 200
    assert "Lijkt op" not in text_of(reply)


def test_undo_button_is_there_for_what_stands(day, fatima, answers):
    before = text_of(fatima.get(address(day)))
    group_answers(meetup=day.meetup, answer_ids=[answers[0].pk], name="Jongeren")
    after = text_of(fatima.get(address(day)))

    assert "data-undo disabled" in before
    assert "data-undo disabled" not in after


def test_rename_and_refuse_an_empty_name(day, fatima, answers):
    cluster = group_answers(meetup=day.meetup, answer_ids=[answers[0].pk], name="Jongeren")

    empty = fatima.post(address(day, f"groep/{cluster.pk}/naam/"), {"name": "  "}, headers=HTMX)
    fatima.post(address(day, f"groep/{cluster.pk}/naam/"), {"name": "Jong talent"}, headers=HTMX)

    assert (empty.status_code, "Geef de groep een naam." in text_of(empty)) == (422, True)
    assert list(members()) == ["Jong talent"]


@pytest.mark.parametrize(("on", "expected"), [("0", False), ("1", True)])
def test_ballot_list(day, fatima, answers, on, expected):
    cluster = group_answers(meetup=day.meetup, answer_ids=[answers[0].pk], name="Jongeren")

    page = text_of(fatima.post(address(day, f"groep/{cluster.pk}/stemlijst/"), {"on": on}, headers=HTMX))

    cluster.refresh_from_db()
    assert cluster.on_ballot is expected
    assert f'aria-pressed="{str(expected).lower()}"' in page


def test_view_follows_a_colleague(day, fatima, answers):
    group_answers(meetup=day.meetup, answer_ids=[answers[0].pk], name="Van een collega")

    reply = fatima.get(address(day, "beeld/", "?thema=1"))

    assert '<hx-partial hx-target="#groepen"' in text_of(reply)
    assert "Van een collega" in text_of(reply)
    day.meetup.refresh_from_db()
    assert reply["PMG-Seq"] == str(day.meetup.seq)


def test_view_is_unchanged_by_choices_and_changed_by_answers(day, fatima, answers):
    go_to(day.etten_leur, Section.POSITION)
    step = open_step(day.etten_leur).step
    day.meetup.refresh_from_db()
    seen = f"?thema=1&seq={day.meetup.seq}"

    give_choice(day.anna, step.options.first())
    after_choice = fatima.get(address(day, "beeld/", seen)).status_code
    give_answer(day.carla, "Nog een antwoord uit Rijssen")
    after_answer = fatima.get(address(day, "beeld/", seen))

    assert after_choice == 304
    assert "Nog een antwoord uit Rijssen" in text_of(after_answer)


def test_names_and_answers_are_shown_as_text(day, fatima, answers):
    nasty = give_answer(day.anna, "<img src=x onerror=alert(1)>")
    group_answers(meetup=day.meetup, answer_ids=[nasty.pk], name='"><script>alert(1)</script>')

    page = fatima.get(address(day)).content.decode()

    assert "<img src=x" not in page
    assert "<script>alert" not in page
