"""The chain from agenda to answer and back, without a gap: in the pages that staff see, and in every file.

From each line of the agenda two clicks lead to each raw answer: one opens where the line came from, one is on the
code.
From each answer, in whatever state, its own page tells how it ended, and leads back to the line.
"""

import json
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client

from sessions import curation, judging, moderation
from sessions.export import export
from sessions.models import Answer, KnowledgeQuestion
from tests.agenda_page import address
from tests.cast import group, make_day
from tests.excel import Excel
from tests.files import csv_rows
from tests.full_day import play

pytestmark = pytest.mark.django_db
State = Answer.State


class Links(HTMLParser):
    """The links of a page, each with the ids of the elements around it; and the words of the page."""

    VOID = frozenset({"input", "img", "br", "link", "meta", "hr", "source", "wbr"})

    def __init__(self, page):
        super().__init__()
        self.links, self.words, self._open = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "a" and "href" in attributes:
            self.links.append((attributes["href"], {name for _, name in self._open if name}))
        if tag not in self.VOID:
            self._open.append((tag, attributes.get("id")))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        self.words.append(data)

    def answers(self, within=None):
        """The ids of the answers that the page links to, or an element of it."""
        found = {href for href, around in self.links if "/antwoord/" in href and (not within or within in around)}
        return {int(href.rstrip("/").rpartition("/")[2]) for href in found}


@pytest.fixture(scope="module")
def day(django_db_setup, django_db_blocker):
    """The whole day at two places, with what staff made of it; played once, since these tests only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield curated(play(make_day(), answers_a_label=2))
        transaction.set_rollback(True)


def curated(day):
    """Let staff make of a day lines, dropped ones, verdicts and work, and leave some as it is."""
    meetup = day.meetup
    clusters = list(meetup.clusters.filter(is_dissolved=False))
    questions = [curation.promote_cluster(cluster=each, text=f"{each.name[:200]}, hoe?") for each in clusters[1:]]
    curation.promote_cluster(cluster=clusters[2], text="Een tweede vraag van dezelfde groep?")
    loose = list(Answer.objects.filter(cluster=None, state=State.VISIBLE))
    curation.reword_question(question=questions[0], answers=loose[:2])
    curation.reword_question(question=questions[1], priority="not", reason="Past niet bij de middelen")
    curation.drop_question(question=questions[-1])
    curation.plan_activity(meetup=meetup, questions=questions[:2], title="Leerkring", lead="Oss")
    curation.plan_activity(meetup=meetup, questions=[questions[0]], title="Excursie")
    judging.judge(subject=clusters[0], outcome="out_of_scope", reason="Gaat over het Rijk")
    judging.judge(subject=loose[2], outcome="answered", reference="Handreiking 2016")
    judging.judge(subject=loose[3], outcome="duplicate", question=questions[0])
    hidden = group(day, "Verborgen groep", loose[4]).answers.get()
    moderation.hide_answer(answer=hidden)
    return day


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


def read(client, where):
    reply = client.get(where)
    assert reply.status_code == 200, where
    return Links(reply.content.decode())


def origin_of(question):
    """The visible answers that a question came from, as the database says."""
    visible = Answer.objects.filter(state=State.VISIBLE)
    return {answer.pk for answer in visible.filter(cluster__knowledge_questions=question)} | {
        answer.pk for answer in visible.filter(knowledge_questions=question)
    }


def live(day):
    return KnowledgeQuestion.objects.filter(meetup=day.meetup, is_dropped=False)


def test_the_day_holds_an_answer_of_every_kind(day):
    states = set(Answer.objects.values_list("state", flat=True))

    assert {State.VISIBLE, State.HIDDEN, State.WITHDRAWN, State.LATE} <= states
    assert Answer.objects.filter(cluster=None, state=State.VISIBLE).count() > 5
    assert live(day).filter(theme__isnull=False).order_by().values("theme").distinct().count() > 2
    assert {answer.round.live_session.place for answer in Answer.objects.all()} == {"Etten-Leur", "Rijssen-Holten"}


def test_from_each_line_each_of_its_answers_is_one_opened_list_and_one_link_away(day, fatima):
    page = read(fatima, address(day, "agenda"))

    for question in live(day):
        expected = origin_of(question)
        assert expected
        assert page.answers(within=f"herkomst-{question.pk}") == expected
        assert page.answers(within=f"kennisvraag-{question.pk}") == expected


def test_from_each_group_each_of_its_answers_is_as_near(day, fatima):
    page = read(fatima, address(day, "agenda"))

    for cluster in day.meetup.clusters.filter(is_dissolved=False):
        expected = set(cluster.answers.filter(state=State.VISIBLE).values_list("pk", flat=True))
        assert page.answers(within=f"antwoorden-{cluster.pk}") == expected


def test_from_the_card_of_each_question_also_a_dropped_one_its_answers_are_one_link_away(day, fatima):
    for question in KnowledgeQuestion.objects.filter(meetup=day.meetup):
        assert read(fatima, address(day, "agenda-question", question=question.pk)).answers() == origin_of(question)


def test_every_answer_leads_to_its_end_state_and_back_to_its_lines(day, fatima):
    agenda = address(day, "agenda")
    rows = {row["id"]: row for row in json.loads(export(day.meetup, "json"))["answers"]}

    for answer in Answer.objects.select_related("cluster"):
        page = read(fatima, address(day, "agenda-answer", answer=answer.pk))
        links = {href for href, _ in page.links}
        words = " ".join(" ".join(page.words).split())
        own = [question for question in live(day) if answer.pk in origin_of(question)]
        works = {work for question in own for work in question.activities.values_list("pk", flat=True)}

        assert {f"{agenda}#kennisvraag-{question.pk}" for question in own} <= links, answer
        assert {address(day, "agenda-activity", activity=work) for work in works} <= links, answer
        assert f"Stand nu {rows[answer.pk]['became']}" in words, answer
        assert answer.code in words
        assert (answer.text in "".join(page.words)) == (answer.state != State.WITHDRAWN), answer
        assert f"Antwoord {answer.code} gegeven" in words, answer


def test_every_answer_can_be_reached_by_links_alone(day, fatima):
    """From the agenda, and the pages beside it: the groups, what is to be judged, and the history."""
    found = read(fatima, address(day, "agenda")).answers()
    found |= read(fatima, f"/groepen/{day.meetup.pk}/").answers()
    found |= along(fatima, address(day, "triage") + "?toon=alles", lambda href: "item=" in href)
    found |= along(fatima, address(day, "chronicle"), lambda href: "blz=" in href)

    assert found == set(Answer.objects.values_list("pk", flat=True))


def along(client, start, follows):
    """The answers that a page links to, and those it leads to by links of one kind."""
    path, seen, found, waiting = start.partition("?")[0], set(), set(), [start]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        page = read(client, here)
        found |= page.answers()
        targets = [path + href if href.startswith("?") else href for href, _ in page.links if follows(href)]
        waiting += [target for target in targets if target.startswith(path)]
    return found


def test_the_json_holds_the_whole_chain(day):
    agenda = json.loads(export(day.meetup, "json"))
    answers = {row["code"]: row for row in agenda["answers"]}
    cards = [card for chapter in agenda["chapters"] for card in chapter["cards"]]

    assert sorted(row["id"] for row in agenda["answers"]) == sorted(Answer.objects.values_list("pk", flat=True))
    assert len(answers) == len(agenda["answers"])
    assert {card["id"] for card in cards} == set(live(day).values_list("pk", flat=True))
    for card in cards:
        assert {answers[code]["id"] for code in card["origin"]} == origin_of(live(day).get(pk=card["id"]))
        assert all(card["number"] in answers[code]["questions"] for code in card["origin"])
    for row in agenda["answers"]:
        assert row["became"]
        assert set(row["questions"]) == {card["number"] for card in cards if row["code"] in card["origin"]}
    works = {row["number"]: row for row in agenda["activities"]}
    for card in cards:
        assert set(card["activities"]) == {
            number for number, row in works.items() if card["number"] in row["questions"]
        }
    assert {number for row in works.values() for number in row["questions"]} <= {card["number"] for card in cards}


def test_the_csv_holds_every_answer_once_with_its_lines(day):
    agenda = json.loads(export(day.meetup, "json"))
    rows = csv_rows(export(day.meetup, "csv"))

    assert sorted(row["code"] for row in rows) == sorted(Answer.objects.values_list("code", flat=True))
    expected = {row["code"]: set(row["questions"]) for row in agenda["answers"]}
    assert {row["code"]: numbers_in(row["kennisvraag"]) for row in rows} == expected


def test_the_workbook_leads_from_each_question_and_activity_to_the_answers_and_back(day):
    agenda = json.loads(export(day.meetup, "json"))
    book = Excel(export(day.meetup, "xlsx"))
    questions = {row["Nr"]: row for row in book.rows("Kennisvragen")}
    answers = {row["Code"]: row for row in book.rows("Antwoorden")}
    works = {row["Nr"]: row for row in book.rows("Werkprogramma")}

    assert sorted(answers) == sorted(Answer.objects.values_list("code", flat=True))
    for chapter in agenda["chapters"]:
        for card in chapter["cards"]:
            row = questions[card["number"]]
            assert numbers_in(row["Herkomst"]) == set(card["origin"])
            assert numbers_in(row["Activiteiten"]) == set(card["activities"])
    assert {number for row in works.values() for number in numbers_in(row["Kennisvragen"])} <= {*questions}
    for row in agenda["answers"]:
        assert row["became"] in answers[row["code"]].values()


def numbers_in(cell):
    return {number.strip() for number in cell.replace(";", ",").split(",") if number.strip()}
