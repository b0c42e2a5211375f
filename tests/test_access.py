"""Who may do what: every address has a row here, and a new one fails the first test until it has."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from pmg_workshop.uploads import ticket_for
from sessions.clearing import clear_words
from sessions.clustering import group_answers
from sessions.curation import plan_activity, promote_cluster
from sessions.earlier import Given, GivenLine
from sessions.looking_back import take_in
from sessions.models import Event, LoginLink, Participant
from sessions.preparation import make_meetup
from sessions.publishing import withdraw_edition
from sessions.web.access import meetups_of
from sessions.web.urls import urlpatterns
from tests.cast import Section, give_answer, go_to, join, make_day, open_step
from tests.editions_page import publish, react

pytestmark = pytest.mark.django_db

LOGIN = "/inloggen/"

# Name and method of each address. For everybody:
OPEN = {
    "home": "get",
    "login": "get",
    "login-link": "get",
    "logout": "post",
    "handover": "get",
    "healthz": "get",
    "phone": "get",
    "phone-join": "post",
    "phone-comeback": "get",
    "phone-own-answers": "get",
    "screen": "get",
    "screen-view": "get",
    "screen-qr": "get",
}
# For who has the address of an edition, which cannot be guessed.
READER = {"concept": "get", "concept-react": "post", "concept-differences": "get"}
# For who joined the place of the address; others are sent to its join page.
PARTICIPANT = {
    "phone-view": "get",
    "phone-own": "get",
    "phone-comeback-qr": "get",
    "phone-answer": "post",
    "phone-revise": "post",
    "phone-withdraw": "post",
    "phone-support": "post",
    "phone-choose": "post",
    "phone-done": "post",
    "phone-writing": "post",
}
# For who is logged in.
LOGGED_IN = {"password": "get", "desk-list": "get"}
# For staff, and for who leads a meet-up; for others it does not exist.
ORGANISER = {
    "meetup-new": "get",
    "house-style": "get",
    "house-style-download": "get",
    "house-style-sample": "get",
    "house-style-take-off": "post",
    "house-style-upload": "post",
}
# For who leads the meet-up of the address; for others it does not exist.
FACILITATOR = {
    "desk": "get",
    "desk-view": "get",
    "desk-ahead": "get",
    "desk-step": "post",
    "desk-click": "post",
    "desk-round": "post",
    "desk-screen": "post",
    "desk-wifi": "get",
    "desk-ready": "post",
    "desk-pace": "post",
    "desk-scope": "post",
    "desk-answer": "post",
    "desk-admit-all": "post",
    "desk-undo": "post",
    "desk-oversight": "post",
    "desk-handover": "get",
    "desk-scribe": "get",
    "programme": "get",
    "programme-view": "get",
    "programme-add": "get",
    "programme-step": "get",
    "programme-move": "post",
    "programme-switch": "post",
    "programme-remove": "post",
    "rehearsal": "get",
    "rehearsal-view": "get",
    "rehearsal-begin": "post",
    "rehearsal-end": "post",
    "rehearsal-clear": "get",
    "merge": "get",
    "merge-download": "get",
    "merge-take": "post",
    "merge-upload": "post",
    "groups": "get",
    "groups-view": "get",
    "groups-group": "post",
    "groups-ungroup": "post",
    "groups-undo": "post",
    "groups-redo": "post",
    "groups-rename": "post",
    "groups-ballot": "post",
    "agenda": "get",
    "agenda-view": "get",
    "agenda-promote": "post",
    "agenda-question": "get",
    "agenda-drop": "post",
    "agenda-order": "post",
    "agenda-activity": "get",
    "agenda-activity-mark": "post",
    "agenda-activity-drop": "post",
    "agenda-reading": "get",
    "agenda-export": "get",
    "earlier": "get",
    "earlier-from-meetup": "post",
    "earlier-from-file": "post",
    "earlier-from-paper": "post",
    "earlier-look-back": "post",
    "earlier-let-go": "get",
    "names": "get",
    "names-clear": "post",
    "names-take-back": "post",
    "names-hide": "post",
    "editions": "get",
    "editions-colophon": "post",
    "editions-publish": "post",
    "editions-adopt": "post",
    "versions": "get",
    "comparison": "get",
    "edition-closing": "post",
    "edition-withdraw": "post",
    "comments": "get",
    "comment-outcome": "post",
    "segments": "get",
    "agenda-export-make": "get",
    "agenda-answer": "get",
    "chronicle": "get",
    "chronicle-question": "get",
    "chronicle-put-back": "post",
    "chronicle-reason": "post",
    "groups-reason": "post",
    "triage": "get",
    "triage-view": "get",
    "triage-judge": "post",
    "triage-undo": "post",
}
METHODS = OPEN | READER | PARTICIPANT | LOGGED_IN | ORGANISER | FACILITATOR
WRITING = [name for name, method in METHODS.items() if method == "post"]


def addresses(names):
    """The patterns with these names; one name may stand for several."""
    return [pytest.param(pattern, id=str(pattern.pattern)) for pattern in urlpatterns if pattern.name in names]


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def arguments(day):
    """Everything an address of Etten-Leur can name; the answer stands in the group."""
    go_to(day.etten_leur, Section.OPPORTUNITIES, theme=1)
    open_step(day.etten_leur)
    answer = give_answer(day.anna, "Jongeren trekken weg")
    group = group_answers(meetup=day.meetup, answer_ids=[answer.pk], name="Jongeren")
    question = promote_cluster(cluster=group, text="Hoe houden we jongeren vast?")
    activity = plan_activity(meetup=day.meetup, questions=[question], title="Leerkring jongeren")
    edition = publish(day)
    given = Given("Agenda van 2015", 2015, [GivenLine("Hoe houden we winkels?")])
    earlier, _ = take_in(meetup=day.meetup, given=given)
    return {
        "code": day.etten_leur.code,
        "key": day.etten_leur.screen_key,
        "live": day.etten_leur.pk,
        "meetup": day.meetup.pk,
        "answer": answer.pk,
        "cluster": group.pk,
        "action": "verbergen",
        "question": question.pk,
        "activity": activity.pk,
        "earlier": earlier.pk,
        "line": earlier.questions.first().pk,
        "clearance": clear_words(meetup=day.meetup, words="Jan Jansen").pk,
        "suffix": "csv",
        "token": edition.token,
        "edition": edition.pk,
        "comment": react(edition).pk,
        "before": edition.number,
        "after": edition.number,
        "number": 2,
        "step": day.meetup.steps.first().pk,
        "ticket": ticket_for(day.meetup.pk),
        "seq": Event.objects.get(kind=Event.Kind.GROUPING_CHANGED).seq,
    }


def visit(client, pattern, arguments, method=None):
    address = reverse(pattern.name, kwargs={key: arguments[key] for key in pattern.pattern.converters})
    return getattr(client, method or METHODS[pattern.name])(address)


def joined(place):
    """The phone of somebody who just joined a place."""
    client = Client()
    client.post(f"/d/{place.code}/deelnemen/")
    return client


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_every_address_has_a_row():
    assert {pattern.name for pattern in urlpatterns} == set(METHODS)


@pytest.mark.parametrize("pattern", addresses(OPEN))
def test_open_address_lets_everybody_in(arguments, pattern):
    reply = visit(Client(), pattern, arguments)

    assert reply.status_code in {200, 302, 303}
    if pattern.name != "login-link":  # with a token that is not valid, that leads to the login
        assert not reply.headers.get("Location", "").startswith(LOGIN)


@pytest.mark.parametrize("pattern", addresses(READER))
def test_reader_address_is_for_everybody_who_has_it(arguments, pattern):
    assert visit(Client(), pattern, arguments).status_code in {200, 422}
    assert visit(Client(), pattern, arguments | {"token": "x" * 22}).status_code == 404


@pytest.mark.parametrize("pattern", addresses(READER))
def test_withdrawn_edition_is_gone_for_readers_and_for_staff_at_that_address(day, arguments, pattern):
    withdraw_edition(edition=day.meetup.editions.get())

    for client in (Client(), logged_in(day.fatima)):
        assert visit(client, pattern, arguments).status_code == 410


@pytest.mark.parametrize("pattern", addresses(PARTICIPANT))
def test_participant_address_is_for_who_joined_that_place(day, arguments, pattern):
    here = visit(joined(day.etten_leur), pattern, arguments)
    others = [
        visit(client, pattern, arguments) for client in (Client(), joined(day.rijssen), logged_in(day.fatima))
    ]

    assert here.status_code in {200, 422}
    assert [(reply.status_code, reply.url) for reply in others] == [(302, f"/d/{day.etten_leur.code}/")] * 3


@pytest.mark.parametrize("pattern", addresses(PARTICIPANT))
def test_participant_address_tells_a_program_that_it_did_not_join(arguments, pattern):
    client = Client(headers={"accept": "application/json"})

    assert visit(client, pattern, arguments).status_code == 401


@pytest.mark.parametrize("pattern", addresses(LOGGED_IN))
def test_logged_in_address(day, arguments, pattern):
    for client in (Client(), joined(day.etten_leur)):
        assert visit(client, pattern, arguments).url.startswith(LOGIN)
    assert visit(logged_in(day.fatima), pattern, arguments).status_code == 200


@pytest.mark.parametrize("pattern", addresses(ORGANISER))
def test_organiser_address_is_for_staff_and_for_who_leads_a_meetup(day, arguments, pattern):
    arguments["suffix"] = "docx"
    gerrit = get_user_model().objects.create_user("gerrit")
    ingrid = get_user_model().objects.create_user("ingrid", is_staff=True)

    for client in (Client(), joined(day.etten_leur)):
        assert visit(client, pattern, arguments).url.startswith(LOGIN)
    assert visit(logged_in(gerrit), pattern, arguments).status_code == 404
    for user in (ingrid, day.fatima):
        assert visit(logged_in(user), pattern, arguments).status_code in {200, 302, 422}


@pytest.mark.parametrize("pattern", addresses(FACILITATOR))
def test_facilitator_address_is_for_who_leads_the_meetup(day, arguments, pattern):
    before = Event.objects.count()
    gerrit = get_user_model().objects.create_user("gerrit")
    make_meetup(programme=day.meetup.programme).facilitators.add(gerrit)

    outside = [visit(client, pattern, arguments) for client in (Client(), joined(day.etten_leur))]
    other = visit(logged_in(gerrit), pattern, arguments)
    untouched = Event.objects.count()
    leads = visit(logged_in(day.fatima), pattern, arguments)

    assert [reply.status_code for reply in outside] == [302, 302]
    assert all(reply.url.startswith(LOGIN) for reply in outside)
    assert (other.status_code, untouched) == (404, before)
    assert leads.status_code in {200, 204, 302, 303, 409, 422}
    assert not leads.headers.get("Location", "").startswith(LOGIN)


@pytest.mark.parametrize("pattern", addresses(WRITING))
def test_writing_address_takes_no_get(day, arguments, pattern):
    assert visit(logged_in(day.fatima), pattern, arguments, method="get").status_code == 405


@pytest.mark.parametrize("pattern", addresses(WRITING))
def test_writing_address_takes_nothing_from_another_site(day, arguments, pattern):
    client = logged_in(day.fatima)
    client.defaults["HTTP_ORIGIN"] = "https://kwaad.test"
    people = Participant.objects.count()

    assert visit(client, pattern, arguments).status_code == 403
    assert Participant.objects.count() == people


@pytest.mark.parametrize(
    "pattern", addresses({"desk", "desk-view", "desk-step", "desk-click", "desk-round", "desk-answer"})
)
def test_desk_of_a_place_acts_in_that_place_alone(day, arguments, pattern):
    """An answer of Etten-Leur cannot be moderated at the desk of Rijssen-Holten, even by who leads both."""
    reply = visit(logged_in(day.fatima), pattern, arguments | {"live": day.rijssen.pk})

    assert (reply.status_code == 404) is (pattern.name == "desk-answer")


@pytest.mark.parametrize(
    "pattern",
    addresses(
        {
            "groups-rename",
            "groups-ballot",
            "agenda-promote",
            "agenda-question",
            "agenda-drop",
            "agenda-answer",
            "comparison",
            "edition-closing",
            "edition-withdraw",
            "comment-outcome",
            "chronicle-question",
            "chronicle-put-back",
            "chronicle-reason",
        }
    ),
)
def test_what_belongs_to_another_meetup_is_not_found(day, arguments, pattern):
    other = make_meetup(programme=day.meetup.programme)
    other.facilitators.add(day.fatima)

    assert visit(logged_in(day.fatima), pattern, arguments | {"meetup": other.pk}).status_code == 404


def test_meetups_of_a_superuser_are_all_and_of_others_those_that_name_them(day):
    other = make_meetup(programme=day.meetup.programme)
    administrator = get_user_model().objects.create_superuser("beheer")
    gerrit = get_user_model().objects.create_user("gerrit")

    assert set(meetups_of(administrator)) == {day.meetup, other}
    assert list(meetups_of(day.fatima)) == [day.meetup]
    assert list(meetups_of(gerrit)) == []


def test_facilitator_of_two_meetups_sees_each_once(day):
    other = make_meetup(programme=day.meetup.programme)
    other.facilitators.add(day.fatima)

    assert sorted(meetup.pk for meetup in meetups_of(day.fatima)) == [day.meetup.pk, other.pk]


def test_facilitator_who_is_taken_off_a_meetup_is_out_at_once(day, arguments):
    client = logged_in(day.fatima)

    day.meetup.facilitators.remove(day.fatima)

    assert client.get(f"/regie/{day.etten_leur.pk}/").status_code == 404


def test_phone_of_one_place_is_nobody_in_the_other(day):
    phone = joined(day.etten_leur)

    assert phone.get(f"/d/{day.rijssen.code}/beeld/").status_code == 302


def test_phone_with_a_forged_cookie_is_nobody(day):
    person = join(day.etten_leur)
    client = Client()
    client.cookies[f"deelnemer-{day.etten_leur.code}"] = f"{person.pk}:gegokt"

    assert client.get(f"/d/{day.etten_leur.code}/mijn/").status_code == 302


def test_admin_is_for_staff(day):
    superuser = get_user_model().objects.create_superuser("beheer")

    assert logged_in(day.fatima).get("/beheer/").url.startswith("/beheer/login/")
    assert logged_in(superuser).get("/beheer/").status_code == 200


def test_login_link_logs_in_only_its_own_user(day):
    gerrit = get_user_model().objects.create_user("gerrit")
    client = Client()

    client.get(f"/inloggen/{LoginLink.make(gerrit)}/")

    assert client.get(f"/regie/{day.etten_leur.pk}/").status_code == 404
