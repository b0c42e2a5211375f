"""Every post of facilitators and staff, sent twice, or once more after a colleague changed the same thing.

A post names what its page showed: `seen_seq`, or for the place itself `expect_rev`. Sent twice it counts once;
after a colleague's change it changes nothing, and the sender sees what holds now.
"""

from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import URLPattern

from sessions import (
    clustering,
    curation,
    judging,
    moderation,
    pacing,
    participation,
    projection,
    publishing,
    putting_back,
    sharing,
)
from sessions.models import (
    Activity,
    Answer,
    Cluster,
    Colophon,
    Event,
    KnowledgeQuestion,
    LiveSession,
    Meetup,
    Revision,
    Verdict,
)
from sessions.web.urls import urlpatterns
from tests import cast

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
NOTHING_TO_REPEAT = {
    "desk-admit-all",  # lets in what was read; what came after that stays (test_moderation_views.py)
    "desk-click",  # presses what the desk shows (test_clicker.py)
    "desk-oversight",  # switches to the same again (test_moderation_views.py)
    "desk-undo",  # undoes what it names, once (test_moderation_views.py)
    "meetup-new",  # makes a meet-up each time
    # What a second one does to the programme is tried in test_programming.py.
    "programme-add",
    "programme-move",
    "programme-remove",
    "programme-step",
    "programme-switch",
    "rehearsal-begin",  # is refused while one is on
    "rehearsal-clear",  # clears what is left
    "rehearsal-end",  # ends what is on
    "desk-handover",  # makes another PIN
    "desk-scribe",  # each answer has a key
    "desk-screen",  # shows the same again
    "handover",  # takes a PIN that works once
    "login",  # logs in again
    "login-link",  # works once
    "merge-take",  # the file is gone once it is taken
    "merge-upload",  # the same file waits again
    "logout",  # logs out again
    "password",  # sets the same password again
    "triage-undo",  # undoes what it names, once (test_judging.py)
    "names-take-back",  # takes back what is still cleared (test_names_views.py)
    "house-style-take-off",  # there is one for each kind of file (test_house_style.py)
    "house-style-upload",
    "concept-react",  # a reader's form has a key (test_concept.py)
    # What a second one does to an edition and its comments is tried in test_publishing.py.
    "editions-publish",
    "editions-adopt",
    "edition-closing",
    "edition-withdraw",
    "comment-outcome",
    # And what it does to an earlier agenda in test_earlier.py and test_earlier_views.py.
    "earlier-from-meetup",
    "earlier-from-paper",
    "earlier-from-file",
    "earlier-look-back",
    "earlier-let-go",
    # And what it does to names in test_names_views.py, where they are found.
    "names-clear",
    "names-hide",
}


COURSE = ("desk-step", "desk-round", "desk-ready")
# What is done from the page of the agenda as a whole brings that page up to date, as at the desk.
OF_THE_AGENDA = {"agenda-activity-mark", "agenda-order"}
TOLD = ("Er was net iets veranderd", "Een collega heeft dit net", "Een collega heeft net iets", "is net ook")


@dataclass
class Work:
    """What was done before the posts: two loose answers, one hidden one, a group, a question and an activity."""

    day: cast.Day
    answers: list[Answer]
    hidden: Answer
    late: Answer
    cluster: Cluster
    question: KnowledgeQuestion
    activity: Activity


@pytest.fixture
def work():
    day = cast.make_day()
    cast.ask(day)
    first, second, third, hidden = [
        cast.give_answer(day.anna, text)
        for text in ("Jongeren vertrekken", "Talent trekt weg", "Te weinig banen", "Dit hoort hier niet")
    ]
    moderation.hide_answer(answer=hidden)
    cast.close_step(day.rijssen)
    late = cast.give_answer(day.carla, "Ik was te laat")
    question = cast.promote(day, "Banen", third)
    pacing.wait_for_all(meetup=day.meetup, on=True)
    projection.show_overlay(live_session=day.etten_leur, overlay="dark")
    activity = curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring banen")
    return Work(day, [first, second], hidden, late, question.clusters.get(), question, activity)


def grouping(work):
    """The event of the one grouping there is."""
    return Event.objects.select_related("meetup", "revision").get(meetup=work.day.meetup, kind="grouping_changed")


# Each: the address, the fields, and what a colleague does to the same thing afterwards.
POSTS = {
    "groups-group": lambda work: (
        f"/groepen/{work.day.meetup.pk}/samenvoegen/",
        {"answers": [answer.pk for answer in work.answers], "name": "Jongeren"},
        lambda: clustering.undo_grouping(meetup=work.day.meetup),
    ),
    "groups-ungroup": lambda work: (
        f"/groepen/{work.day.meetup.pk}/losmaken/",
        {"answers": [work.cluster.answers.get().pk]},
        lambda: clustering.undo_grouping(meetup=work.day.meetup),
    ),
    "groups-undo": lambda work: (
        f"/groepen/{work.day.meetup.pk}/ongedaan/",
        {},
        lambda: cast.group(work.day, "Van een collega", work.answers[0]),
    ),
    "groups-rename": lambda work: (
        f"/groepen/{work.day.meetup.pk}/groep/{work.cluster.pk}/naam/",
        {"name": "Werk"},
        lambda: clustering.rename_cluster(cluster=work.cluster, name="Van een collega"),
    ),
    "groups-ballot": lambda work: (
        f"/groepen/{work.day.meetup.pk}/groep/{work.cluster.pk}/stemlijst/",
        {"on": "0"},
        lambda: clustering.set_on_ballot(cluster=work.cluster, on=True),
    ),
    "agenda-promote": lambda work: (
        f"/agenda/{work.day.meetup.pk}/groep/{work.cluster.pk}/kennisvraag/",
        {"text": "Waar komen de banen?"},
        lambda: curation.reword_question(question=KnowledgeQuestion.objects.last(), text="Van een collega?"),
    ),
    "agenda-question": lambda work: (
        f"/agenda/{work.day.meetup.pk}/kennisvraag/{work.question.pk}/",
        {"text": "Waar komen de banen?", "priority": "now", "clusters": [work.cluster.pk]},
        lambda: curation.reword_question(question=work.question, text="Van een collega?"),
    ),
    "agenda-drop": lambda work: (
        f"/agenda/{work.day.meetup.pk}/kennisvraag/{work.question.pk}/vervallen/",
        {"dropped": "1"},
        lambda: curation.drop_question(question=work.question, dropped=False),
    ),
    "agenda-activity": lambda work: (
        f"/agenda/{work.day.meetup.pk}/activiteit/{work.activity.pk}/",
        {"title": "Excursie banen", "questions": [work.question.pk], "status": "idea"},
        lambda: curation.plan_activity(
            meetup=work.day.meetup, questions=[work.question], title="Van een collega", activity=work.activity
        ),
    ),
    "agenda-activity (new)": lambda work: (
        f"/agenda/{work.day.meetup.pk}/activiteit/",
        {"title": "Excursie banen", "questions": [work.question.pk], "status": "idea"},
        lambda: curation.plan_activity(
            meetup=work.day.meetup,
            questions=[work.question],
            title="Van een collega",
            activity=Activity.objects.last(),
        ),
    ),
    "agenda-activity-drop": lambda work: (
        f"/agenda/{work.day.meetup.pk}/activiteit/{work.activity.pk}/vervallen/",
        {"dropped": "1"},
        lambda: curation.drop_activity(activity=work.activity, dropped=False),
    ),
    "agenda-activity-mark": lambda work: (
        f"/agenda/{work.day.meetup.pk}/activiteit/{work.activity.pk}/status/",
        {"status": "agreed"},
        lambda: curation.mark_activity(activity=work.activity, status="running"),
    ),
    "agenda-order": lambda work: (
        f"/agenda/{work.day.meetup.pk}/volgorde/",
        {"theme": work.question.theme_id, "ids": [work.question.pk]},
        lambda: curation.order_questions(meetup=work.day.meetup, theme=work.question.theme, ids=None),
    ),
    "triage-judge": lambda work: (
        f"/agenda/{work.day.meetup.pk}/beoordelen/oordeel/",
        {"item": f"antwoord-{work.answers[0].pk}", "act": "niet-nu", "reason": "Te groot"},
        lambda: judging.judge(subject=work.answers[0], outcome="in_scope"),
    ),
    "editions-colophon": lambda work: (
        f"/agenda/{work.day.meetup.pk}/publiceren/colofon/",
        {"introduction": "Van mij", "contact": "Platform31"},
        lambda: publishing.save_colophon(meetup=work.day.meetup, introduction="Van een collega"),
    ),
    "desk-answer (verbergen)": lambda work: (
        f"/regie/{work.day.etten_leur.pk}/antwoord/{work.answers[0].pk}/verbergen/",
        {},
        lambda: moderation.restore_answer(answer=work.answers[0]),
    ),
    "desk-answer (terugzetten)": lambda work: (
        f"/regie/{work.day.etten_leur.pk}/antwoord/{work.hidden.pk}/terugzetten/",
        {},
        lambda: moderation.hide_answer(answer=work.hidden),
    ),
    "desk-answer (toelaten)": lambda work: (
        f"/regie/{work.day.rijssen.pk}/antwoord/{work.late.pk}/toelaten/",
        {},
        lambda: moderation.hide_answer(answer=work.late),
    ),
    "desk-wifi": lambda work: (
        f"/regie/{work.day.etten_leur.pk}/wifi/",
        {"name": "Gasten", "password": ""},
        lambda: projection.set_wifi(live_session=work.day.etten_leur, name="Van een collega", password=""),
    ),
    "desk-step": lambda work: (
        f"/regie/{work.day.etten_leur.pk}/stap/",
        {"to": "volgende"},
        lambda: cast.go_to_number(work.day.etten_leur, 3),
    ),
    "desk-ready": lambda work: (
        f"/regie/{work.day.etten_leur.pk}/klaar/",
        {"on": "1"},
        lambda: cast.go_to_number(work.day.etten_leur, 3),
    ),
    "desk-pace": lambda work: (
        f"/regie/{work.day.etten_leur.pk}/tempo/",
        {"switch": "samen", "on": "1"},
        lambda: pacing.move_together(meetup=work.day.meetup, on=False),
    ),
    "desk-screen": lambda work: (
        f"/regie/{work.day.etten_leur.pk}/scherm/",
        {"show": "programme"},
        lambda: projection.show_overlay(live_session=work.day.etten_leur, overlay="dark"),
    ),
    "desk-scope": lambda work: (
        f"/regie/{work.day.etten_leur.pk}/locaties/",
        {"scope": "merged"},
        lambda: sharing.show_places(live_session=work.day.etten_leur, scope="beside"),
    ),
    "desk-round": lambda work: (
        f"/regie/{work.day.etten_leur.pk}/ronde/",
        {"action": "close"},
        lambda: cast.open_step(work.day.etten_leur),
    ),
    "desk-round (second)": lambda work: (
        f"/regie/{cast.close_step(work.day.etten_leur).live_session_id}/ronde/",
        {"action": "second"},
        lambda: cast.open_step(work.day.etten_leur),
    ),
    "desk-round (direct)": lambda work: (
        f"/regie/{work.day.etten_leur.pk}/ronde/",
        {"action": "direct"},
        lambda: cast.close_step(work.day.etten_leur),
    ),
    "groups-reason": lambda work: (
        f"/groepen/{work.day.meetup.pk}/reden/",
        {"seq": grouping(work).seq, "why": "Zelfde onderwerp"},
        lambda: putting_back.give_reason(event=grouping(work), why="Van een collega", seen_why="Zelfde onderwerp"),
    ),
    "chronicle-reason": lambda work: (
        f"/agenda/{work.day.meetup.pk}/verloop/{grouping(work).seq}/reden/",
        {"why": "Zelfde onderwerp"},
        lambda: putting_back.give_reason(event=grouping(work), why="Van een collega", seen_why="Zelfde onderwerp"),
    ),
    "chronicle-put-back": lambda work: (
        f"/agenda/{work.day.meetup.pk}/verloop/{grouping(work).seq}/terug/",
        {},
        lambda: clustering.undo_grouping(meetup=work.day.meetup),
    ),
    "groups-redo": lambda work: (
        clustering.undo_grouping(meetup=work.day.meetup) and f"/groepen/{work.day.meetup.pk}/opnieuw/",
        {},
        lambda: cast.group(work.day, "Van een collega", work.answers[0]),
    ),
}


@pytest.fixture(params=POSTS)
def post(request, work):
    """Send one of the posts with what its page shows now; give the function that sends it again, and the rest."""
    address, fields, colleague = POSTS[request.param](work)
    fatima = Client()
    fatima.force_login(work.day.fatima)
    shown = {
        "seen_seq": Meetup.objects.get().seq,
        "expect_rev": LiveSession.objects.get(pk=work.day.etten_leur.pk).rev,
    }
    return lambda: fatima.post(address, fields | shown, headers=HTMX), colleague, request.param


def stored():
    """All that facilitators and staff can change, and the number of the last change."""
    return (
        list(Answer.objects.values("pk", "state", "cluster").order_by("pk")),
        list(Cluster.objects.values()),
        list(KnowledgeQuestion.objects.values()),
        list(Activity.objects.values()),
        list(LiveSession.objects.values("rev", "current_step", "is_ready_for_next", "scope", "overlay")),
        list(Meetup.objects.values("moves_together", "waits_for_all")),
        list(Verdict.objects.values()),
        list(Colophon.objects.values()),
        Event.objects.count(),
        list(Revision.objects.values("event", "why")),
    )


def test_a_post_that_comes_twice_counts_once(post):
    send, _, name = post
    before = stored()
    first = send()
    after_one = stored()

    second = send()

    assert first.status_code in {200, 303}
    assert before != after_one == stored()
    # The place itself has moved on since; anything else is as the sender wanted it.
    assert second.status_code in {200, 303}
    assert ("Er was net iets veranderd" in second.content.decode()) == name.startswith(COURSE)


def test_a_post_that_comes_again_after_a_colleague_changed_the_same_thing_changes_nothing(post):
    send, colleague, name = post
    send()
    colleague()
    after_colleague = stored()

    again = send()

    assert stored() == after_colleague
    page = again.content.decode()
    brings_regions = (name.startswith("desk-") and name != "desk-wifi") or name in OF_THE_AGENDA
    assert again.status_code == (200 if brings_regions else 409)
    assert any(words in page for words in TOLD)


def test_a_post_without_what_was_seen_is_done(work):
    clustering.undo_grouping(meetup=work.day.meetup)
    fatima = Client()
    fatima.force_login(work.day.fatima)

    address, fields, _ = POSTS["groups-group"](work)
    fatima.post(address, fields)

    assert Cluster.objects.get(name="Jongeren").answers.count() == 2


def test_a_post_from_before_a_backup_was_restored_changes_nothing(work):
    fatima = Client()
    fatima.force_login(work.day.fatima)
    address, fields, _ = POSTS["groups-rename"](work)
    yet_to_come = Meetup.objects.get().seq + 100

    reply = fatima.post(address, fields | {"seen_seq": yet_to_come})

    work.cluster.refresh_from_db()
    assert (reply.status_code, work.cluster.name) == (409, "Banen")


@pytest.mark.parametrize("awkward", ["-1", "x", "1e3", "\x00"])
def test_what_cannot_have_been_seen_is_refused(work, awkward):
    fatima = Client()
    fatima.force_login(work.day.fatima)

    for name, post in POSTS.items():
        address, fields, _ = post(work)
        if not name.startswith(("desk-step", "desk-round")):
            assert fatima.post(address, fields | {"seen_seq": awkward}).status_code == 422, name


class Forms(HTMLParser):
    """The forms of a page that post, by their number, with the names of the hidden fields that belong to each."""

    def __init__(self, page):
        super().__init__()
        self.fields = {}
        self._here = None
        self._ids = {}
        self._apart = []
        self.feed(page)
        for form_id, name in self._apart:
            self.fields[self._ids[form_id]].append(name)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form" and attributes.get("method") == "post":
            self._here = len(self.fields)
            self.fields[self._here] = []
            self._ids[attributes.get("id")] = self._here
        elif tag == "input" and attributes.get("type") == "hidden":
            if "form" in attributes:
                self._apart.append((attributes["form"], attributes["name"]))
            elif self._here is not None:
                self.fields[self._here].append(attributes["name"])

    def handle_endtag(self, tag):
        if tag == "form":
            self._here = None


def test_every_form_of_the_pages_says_what_it_showed(work):
    dropped = cast.promote(work.day, "Vervallen", work.answers[0])
    curation.drop_question(question=dropped)
    curation.drop_activity(activity=work.activity)
    fatima = Client()
    fatima.force_login(work.day.fatima)
    agenda = f"/agenda/{work.day.meetup.pk}/"

    for address, least in (
        (f"/regie/{work.day.etten_leur.pk}/", 8),
        (f"/groepen/{work.day.meetup.pk}/", 8),
        (agenda, 4),
        (f"{agenda}kennisvraag/{work.question.pk}/", 2),
        (f"{agenda}activiteit/{work.activity.pk}/", 2),
        (f"{agenda}activiteit/", 1),
    ):
        forms = Forms(fatima.get(address).content.decode()).fields
        assert len(forms) >= least, f"{address} has {len(forms)} forms"
        for names in forms.values():
            assert {"seen_seq", "expect_rev", "until"} & set(names), f"a form of {address} sends {names}"


def test_every_address_where_facilitators_and_staff_post_is_tried_here():
    tried = {name.partition(" ")[0] for name in POSTS}

    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        if pattern.name.startswith(("phone", "screen")) or pattern.name in tried | NOTHING_TO_REPEAT:
            continue
        assert refuses_posts(pattern), f"{pattern.name} takes posts: say here what a second one does"


def refuses_posts(pattern):
    arguments = {name: converter.to_python("1") for name, converter in pattern.pattern.converters.items()}
    request = Client().post("/").wsgi_request
    return pattern.callback(request, **arguments).status_code == 405


def test_an_answer_that_was_revised_after_it_was_seen_is_hidden_but_not_let_in(work):
    seen = Meetup.objects.get().seq
    for answer in (work.hidden, work.answers[0]):
        participation.revise_answer(
            participant=work.day.anna, answer_id=answer.pk, key=cast.new_key(), base_rev=1, text="Heel anders"
        )
    fatima = Client()
    fatima.force_login(work.day.fatima)
    desk = f"/regie/{work.day.etten_leur.pk}/antwoord"

    fatima.post(f"{desk}/{work.hidden.pk}/terugzetten/", {"seen_seq": seen})
    fatima.post(f"{desk}/{work.answers[0].pk}/verbergen/", {"seen_seq": seen})

    states = [Answer.objects.get(pk=answer.pk).state for answer in (work.hidden, work.answers[0])]
    assert states == ["hidden", "hidden"]
