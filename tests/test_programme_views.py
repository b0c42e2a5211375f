"""The page on which the programme is put in order, with and without JavaScript, and the form of a step."""

import pytest
from django.test import Client

from sessions.models import Option, Step
from tests.cast import Section, give_choice, go_to, go_to_number, make_day, open_step

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


def address(day, path=""):
    return f"/programma/{day.meetup.pk}/{path}"


def of_step(day, number, path=""):
    return address(day, f"onderdeel/{day.meetup.steps.get(number=number).pk}/{path}")


def text_of(response):
    return " ".join(response.content.decode().split())


def filled_in(client, page, **changes):
    """What the form on this page would send, with changes."""
    form = client.get(page).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    fields["seen_seq"] = client.get(page).context["seq"]
    return {name: value for name, value in (fields | changes).items() if value is not None and value is not False}


# The page


def test_the_page_shows_every_step_with_its_time_and_what_can_be_done(day, fatima):
    go_to_number(day.etten_leur, 8)

    page = text_of(fatima.get(address(day)))

    assert "3 uur en 42 min" in page
    assert page.count('id="onderdeel-') == 29
    assert "nu in Etten-Leur" in page
    assert f'href="{of_step(day, 8)}"' in page
    assert f'action="{of_step(day, 8, "verplaatsen/")}"' in page


def test_the_page_is_linked_from_the_desk_and_from_the_list(day, fatima):
    for page in (f"/regie/{day.etten_leur.pk}/", "/regie/"):
        assert f'href="{address(day)}"' in text_of(fatima.get(page))


def test_the_page_takes_the_same_queries_for_few_steps_and_for_many(day, fatima, django_assert_num_queries):
    fatima.get(address(day))
    with django_assert_num_queries(7):
        fatima.get(address(day))

    Step.objects.filter(meetup=day.meetup, number__gt=5).delete()
    with django_assert_num_queries(7):
        fatima.get(address(day))


def test_moving_shows_the_new_order_with_and_without_javascript(day, fatima):
    moved = day.meetup.steps.get(number=7)

    with_script = fatima.post(of_step(day, 7, "verplaatsen/"), {"by": "-1", "seen_seq": 0}, headers=HTMX)
    without = fatima.post(of_step(day, 6, "verplaatsen/"), {"by": "1", "seen_seq": 1})

    assert 'hx-target="#onderdelen"' in with_script.content.decode()
    assert (without.status_code, without.url) == (303, f"{address(day)}#onderdeel-{moved.pk}")
    moved.refresh_from_db()
    assert moved.number == 7


def test_what_cannot_be_done_is_said(day, fatima):
    refused = fatima.post(of_step(day, 1, "aan/"), {"on": "0", "seen_seq": 0})
    with_script = fatima.post(of_step(day, 1, "weghalen/"), {"seen_seq": 0}, headers=HTMX)

    assert refused.status_code == 409
    assert "Etten-Leur is nu bij dit onderdeel" in text_of(refused)
    assert "Etten-Leur is nu bij dit onderdeel" in text_of(with_script)


def test_a_post_at_an_older_programme_says_that_it_changed(day, fatima):
    fatima.post(of_step(day, 7, "aan/"), {"on": "0", "seen_seq": 0})

    again = fatima.post(of_step(day, 7, "verplaatsen/"), {"by": "1", "seen_seq": 0})

    assert again.status_code == 409
    assert "Dit is het programma van nu" in text_of(again)


def test_the_view_is_fetched_when_something_changed_but_not_for_answers(day, fatima):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)
    seq = int(fatima.get(address(day, "beeld/"))["PMG-Seq"])
    give_choice(day.anna, "Padafhankelijkheid")

    after_choice = fatima.get(address(day, "beeld/"), {"seq": seq})
    go_to_number(day.etten_leur, 7)
    after_step = fatima.get(address(day, "beeld/"), {"seq": seq})

    assert (after_choice.status_code, after_step.status_code) == (304, 200)


# The form of a step


def test_a_step_is_reworded_with_its_options(day, fatima):
    option = Option.objects.get(text="Padafhankelijkheid")
    page = of_step(day, 6)
    given = filled_in(
        fatima, page, title="Trends van nu", minutes="9", **{f"option-{option.pk}": "Oude keuzes", "notes": ""}
    )

    reply = fatima.post(page, given | {"new_options": "Klimaat\n\n Vergrijzing "})

    trends = day.meetup.steps.get(number=6)
    option.refresh_from_db()
    assert reply.status_code == 303
    assert (trends.title, trends.minutes, trends.notes, option.text) == ("Trends van nu", 9, "", "Oude keuzes")
    assert list(trends.options.values_list("text", flat=True))[-2:] == ["Klimaat", "Vergrijzing"]


def test_an_option_that_was_chosen_and_is_emptied_is_named_beside_its_field(day, fatima):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)
    give_choice(day.anna, "Padafhankelijkheid")
    option = Option.objects.get(text="Padafhankelijkheid")
    page = of_step(day, 6)

    reply = fatima.post(page, filled_in(fatima, page, title="Mijn titel", **{f"option-{option.pk}": ""}))

    assert reply.status_code == 422
    assert "Hierop is al geantwoord of gekozen" in text_of(reply)
    assert "Mijn titel" in text_of(reply)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "Geef het onderdeel een titel"),
        ({"minutes": "veel"}, "Vul een heel aantal minuten in"),
        ({"minutes": "-1"}, "Vul een aantal van 0 of meer in"),
        ({"minutes": "999"}, "Vul hoogstens 240 minuten in"),
        ({"notes": "x" * 2001}, "Maak hem 1 teken korter"),
        ({"new_options": "x" * 501}, "Een keuze heeft hoogstens 500 tekens"),
        ({"new_options": "x\n" * 50}, "hoogstens 40 keuzes"),
    ],
)
def test_bad_input_is_named_and_what_was_typed_stays(day, fatima, changes, words):
    page = of_step(day, 6)

    reply = fatima.post(page, filled_in(fatima, page, instruction="Blijft staan") | changes)

    assert reply.status_code == 422
    assert words in text_of(reply)
    assert "Blijft staan" in text_of(reply)
    assert day.meetup.steps.get(number=6).title == "Trends"


def test_words_on_top_of_those_of_a_colleague_come_back_with_both(day, fatima):
    page = of_step(day, 6)
    mine, theirs = filled_in(fatima, page, title="Van mij"), filled_in(fatima, page, title="Van een collega")
    fatima.post(page, theirs)

    refused = fatima.post(page, mine)
    again = fatima.post(page, mine | {"seen_seq": refused.context["seq"]})

    assert refused.status_code == 409
    assert "Van mij" in text_of(refused)
    assert "Van een collega" in text_of(refused)
    assert again.status_code == 303
    assert day.meetup.steps.get(number=6).title == "Van mij"


def test_a_mistake_in_a_field_does_not_hide_what_a_colleague_did_meanwhile(day, fatima):
    page = of_step(day, 6)
    mine = filled_in(fatima, page, title="")
    fatima.post(page, filled_in(fatima, page, title="Van een collega"))

    wrong = fatima.post(page, mine)
    mended = fatima.post(page, mine | {"title": "Van mij", "seen_seq": wrong.context["seq"]})

    assert (wrong.status_code, mended.status_code) == (422, 409)


def test_the_form_of_each_kind_asks_what_that_kind_shows(day, fatima):
    def asks(number):
        return set(fatima.get(of_step(day, number)).context["form"].fields)

    assert "body" in asks(1)
    assert "instruction" not in asks(1)
    assert "criterion" in asks(6)
    assert "criterion" not in asks(8)
    assert not {name for name in asks(27) if name.startswith("option-")}


# A new step


def test_a_new_choice_is_added_behind_the_step_of_the_link(day, fatima):
    after = day.meetup.steps.get(number=7)
    page = address(day, "nieuw/?na=7")
    given = filled_in(fatima, page, kind="one", title="Doen of laten?", new_options="doen\nlaten")

    reply = fatima.post(page, given)

    added = day.meetup.steps.get(number=8)
    assert reply.status_code == 303
    assert (added.kind, added.choice_mode, added.theme) == (Step.Kind.POLL, Step.ChoiceMode.ONE, after.theme)
    assert list(added.options.values_list("text", flat=True)) == ["doen", "laten"]


@pytest.mark.parametrize(
    ("kind", "kept"), [("slide", []), ("question", ["kans"]), ("scale", ["kans", "zorg"]), ("dots", ["a", "b"])]
)
def test_every_kind_of_step_can_be_added(day, fatima, kind, kept):
    page = address(day, "nieuw/")
    options = "\n".join(kept) or "wordt niet gebruikt"

    fatima.post(page, filled_in(fatima, page, kind=kind, title="Erbij", theme="", new_options=options))

    added = day.meetup.steps.get(number=30)
    assert list(added.options.values_list("text", flat=True)) == kept


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "one", "new_options": "doen"}, "Geef minstens twee keuzes"),
        ({"after": "0"}, "Dit onderdeel is er niet meer"),
        ({"kind": "ballot"}, "Wat voor onderdeel is het?"),
        ({"title": ""}, "Geef het onderdeel een titel"),
    ],
)
def test_a_new_step_that_is_not_right_is_not_added(day, fatima, changes, words):
    page = address(day, "nieuw/")

    reply = fatima.post(page, filled_in(fatima, page, title="Erbij") | changes)

    assert reply.status_code == 422
    assert words in text_of(reply)
    assert day.meetup.steps.count() == 29


def test_a_new_step_sent_twice_asks_before_it_is_added_again(day, fatima):
    page = address(day, "nieuw/")
    given = filled_in(fatima, page, title="Erbij")
    fatima.post(page, given)

    again = fatima.post(page, given)

    assert again.status_code == 409
    assert "Er is net ook een onderdeel toegevoegd" in text_of(again)
    assert day.meetup.steps.count() == 30
