"""What a participant sees of what became of his own answers, before and after the agenda was published."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.test import Client

from sessions import clustering, curation, judging, moderation, participation
from sessions.models import Participant, Verdict
from sessions.own_answers import own_answers_of
from sessions.publishing import adopt_edition, publish_draft, withdraw_edition
from sessions.recovery import personal_code
from sessions.web.throttle import WRONG_A_MINUTE
from tests.cast import ask, close_step, give_answer, group, join, make_day, new_key, promote
from tests.phone import Phone

pytestmark = pytest.mark.django_db
NOT_YET = "De organisatie werkt dit nog uit."
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def day():
    cache.clear()  # it counts the wrong codes
    day = make_day()
    ask(day)
    return day


@pytest.fixture
def phone(day):
    return Phone(day.etten_leur)


@pytest.fixture
def answer(phone):
    return give_answer(phone.participant, "Hoe houden we talent vast?")


def page_of(phone):
    """The words of the page, without what a reader does not see."""
    return words_of(phone.get(phone.address("mijn-antwoorden")))


def words_of(reply):
    return " ".join(re.sub(r"<[^>]*>", " ", reply.content.decode()).split())


def publish(day):
    return publish_draft(meetup=day.meetup, number=1, closes_on=datetime.date(2100, 1, 1))


def judge(outcome, subject, **fields):
    return judging.judge(subject=subject, outcome=outcome, **fields)


def test_before_the_agenda_is_published_only_what_the_room_knows_is_told(day, phone, answer):
    loose = give_answer(phone.participant, "Nog los")
    question = promote(day, "Talent", answer)
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring talent")
    judge("out_of_scope", loose, reason="Niet van ons")

    page = page_of(phone)

    assert "Hoe houden we talent vast?" in page
    assert "Zit in de groep “ Talent ”." in page
    assert "Staat op het bord." in page
    assert page.count(NOT_YET) == 2
    for secret in ("K1.1", "Leerkring", "Niet van ons", "Talent?"):
        assert secret not in page


def test_after_it_is_published_the_question_and_the_activity_are_told(day, phone, answer):
    question = promote(day, "Talent", answer)
    curation.plan_activity(
        meetup=day.meetup,
        questions=[question],
        title="Leerkring talent",
        form=day.meetup.programme.forms.get(singular="leerkring"),
        quarter="2017-2",
        lead="Oss",
        status="agreed",
    )
    publish(day)

    page = page_of(phone)

    assert "Werd onderdeel van kennisvraag K1.1: “ Talent? ”." in page
    told = "Activiteit W1: Leerkring talent ( leerkring , 2e kwartaal 2017 , trekker Oss , afgesproken )"
    assert told in page
    assert "versie 1" in page
    assert NOT_YET not in page


def test_what_staff_change_after_publishing_is_not_told_before_they_publish_again(day, phone, answer):
    later = give_answer(phone.participant, "Waar vinden we woningen?")
    question = promote(day, "Talent", answer)
    publish(day)
    curation.reword_question(question=question, text="Nog niet openbaar?")
    promote(day, "Ook nog niet openbaar", later)

    before = page_of(phone)
    adopt_edition(meetup=day.meetup, number=2, adopted_on=datetime.date(2017, 4, 21))
    after = page_of(phone)

    assert "“ Talent? ”" in before
    assert "openbaar?" not in before
    assert before.count(NOT_YET) == 1
    assert "Nog niet openbaar?" in after
    assert "Ook nog niet openbaar?" in after
    assert "versie 2" in after
    assert "vastgesteld" in after


def test_an_edition_that_was_withdrawn_tells_nothing_any_more(day, phone, answer):
    promote(day, "Talent", answer)
    edition = publish(day)
    withdraw_edition(edition=edition)

    page = page_of(phone)

    assert "K1.1" not in page
    assert NOT_YET in page


@pytest.mark.parametrize(
    ("outcome", "fields", "words"),
    [
        ("out_of_scope", {"reason": "Gaat over het Rijk"}, "past niet bij deze agenda. Reden: Gaat over het Rijk"),
        ("answered", {"reference": "Handreiking 2016"}, "hier is al een antwoord op. Kijk bij: Handreiking 2016"),
        ("not_now", {"reason": "Volgend jaar"}, "Nu niet opgenomen. Misschien later. Reden: Volgend jaar"),
    ],
)
def test_what_was_not_taken_up_says_why(day, phone, answer, outcome, fields, words):
    promote(day, "Iets anders", give_answer(day.bram, "Van Bram"))
    judge(outcome, answer, **fields)
    publish(day)

    assert words in page_of(phone)


def test_a_verdict_on_the_group_counts_for_its_answers_of_then(day, phone, answer):
    promote(day, "Iets anders", give_answer(day.bram, "Van Bram"))
    cluster = group(day, "Talent", answer)
    judge("out_of_scope", cluster, reason="Gaat over het Rijk")
    late_comer = give_answer(phone.participant, "Kwam er later bij")
    clustering.group_answers(meetup=day.meetup, answer_ids=[late_comer.pk], cluster=cluster)
    publish(day)

    page = page_of(phone)

    assert page.count("Gaat over het Rijk") == 1
    assert page.count(NOT_YET) == 1


def test_what_doubles_a_question_names_it(day, phone, answer):
    question = promote(day, "Talent", give_answer(day.bram, "Van Bram"))
    judge("duplicate", answer, question=question)
    publish(day)

    assert "Niet apart opgenomen: het staat al in de agenda, als kennisvraag K1.1: “ Talent? ”" in page_of(phone)


def test_a_verdict_that_came_after_publishing_is_not_told(day, phone, answer):
    promote(day, "Talent", give_answer(day.bram, "Van Bram"))
    publish(day)
    verdict = judge("out_of_scope", answer, reason="Geheim nog")
    Verdict.objects.filter(pk=verdict.pk).update(judged_seq=1)  # seen on a page from before that

    page = page_of(phone)

    assert "Geheim nog" not in page
    assert NOT_YET in page


def test_a_question_that_is_not_taken_up_now_says_why(day, phone, answer):
    question = promote(day, "Talent", answer)
    curation.reword_question(question=question, priority="later", reason="Eerst het onderzoek")
    publish(day)

    assert "Die pakken we nu niet op. Prioriteit: later: Eerst het onderzoek ." in page_of(phone)


def test_hidden_withdrawn_late_and_waiting_answers_say_so(day, phone, answer):
    person = phone.participant
    moderation.hide_answer(answer=answer)
    withdrawn = give_answer(person, "Toch maar niet")
    participation.withdraw_answer(participant=person, answer_id=withdrawn.pk, key=new_key(), base_rev=1)
    close_step(day.etten_leur)
    give_answer(person, "Te laat")

    page = page_of(phone)

    assert "Verborgen. Het staat niet op het bord." in page
    assert "U hebt dit antwoord ingetrokken." in page
    assert "Kwam na sluiting of in de pauze." in page
    assert NOT_YET not in page


def test_a_muted_phone_is_not_told_that_it_is(day, phone, answer):
    Participant.objects.filter(pk=phone.participant.pk).update(is_muted=True)
    kept_quiet = give_answer(phone.participant, "Van een gedempte telefoon")

    page = page_of(phone)

    kept_quiet.refresh_from_db()
    assert kept_quiet.state == "new"
    assert "goedkeuring" not in page
    assert page.count("Staat op het bord.") == 2


def test_nobody_sees_what_another_wrote(day, phone, answer):
    other = give_answer(day.bram, "Alleen van Bram")
    promote(day, "Talent", answer, other)
    publish(day)

    assert "Alleen van Bram" not in page_of(phone)


def test_answers_of_all_rounds_stand_under_their_questions(day, phone, answer):
    ask(day, theme=2)
    give_answer(phone.participant, "Over schaalniveaus")

    page = phone.get(phone.address("mijn-antwoorden")).content.decode()

    assert page.index("Hoe houden we talent vast?") < page.index("Over schaalniveaus")
    assert page.count('class="became"') == 2


def test_who_gave_nothing_yet_is_told_so(phone):
    assert "U gaf nog geen antwoorden." in page_of(phone)


def test_a_phone_that_is_nobody_here_is_asked_for_the_code(day, answer):
    stranger = Phone(day.etten_leur, joins=False)

    page = stranger.get(stranger.address("mijn-antwoorden")).content.decode()

    assert "Vul uw persoonlijke code in." in page
    assert "data-secret" in page  # a link with the code behind its # fills it in
    assert "talent" not in page


def test_the_personal_code_leads_to_the_page(day, phone, answer):
    second = Phone(day.etten_leur, joins=False)
    code = personal_code(phone.participant.pk)

    reply = second.submit("terug", code=code, naar="mijn-antwoorden")

    assert (reply.status_code, reply.url) == (303, second.address("mijn-antwoorden"))
    assert "Hoe houden we talent vast?" in page_of(second)


def test_a_wrong_code_is_said_beside_the_field_and_the_way_to_the_page_stays(day):
    stranger = Phone(day.etten_leur, joins=False)

    reply = stranger.submit("terug", code="BCDF2345", naar="mijn-antwoorden")

    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Deze persoonlijke code kennen wij niet." in page
    assert page.index('value="mijn-antwoorden"') < page.index("Doe weer mee met deze telefoon")


def test_many_wrong_codes_are_slowed_down(day):
    stranger = Phone(day.etten_leur, joins=False)
    for _ in range(WRONG_A_MINUTE):
        stranger.submit("terug", code="BCDF2345", naar="mijn-antwoorden")

    assert stranger.submit("terug", code="BCDF2345", naar="mijn-antwoorden").status_code == 429


def test_who_takes_part_in_the_other_place_or_leads_the_day_sees_nothing(day, answer):
    leader = Client()
    leader.force_login(day.fatima)
    address = f"/d/{day.etten_leur.code}/mijn-antwoorden/"

    for client in (leader, Phone(day.rijssen)):
        assert "Hoe houden we talent vast?" not in client.get(address).content.decode()


def test_the_way_to_the_page_stands_on_the_phone_and_on_the_page_to_come_back(day, phone):
    assert phone.address("mijn-antwoorden") in phone.page()
    assert 'value="mijn-antwoorden"' in phone.get(phone.address("terug")).content.decode()


def test_words_that_look_like_html_stay_words(day, phone):
    answer = give_answer(phone.participant, EVIL)
    question = promote(day, EVIL, answer)
    curation.plan_activity(meetup=day.meetup, questions=[question], title=EVIL, lead=EVIL)
    publish(day)

    page = phone.get(phone.address("mijn-antwoorden")).content.decode()

    assert EVIL not in page
    assert page.count("&lt;script&gt;") >= 4


def test_many_answers_take_as_many_queries_as_one(day, phone, answer, django_assert_max_num_queries):
    promote(day, "Talent", answer)
    publish(day)
    person = Participant.objects.select_related("live_session").get(pk=phone.participant.pk)
    for number in range(10):
        promote(day, f"Groep {number}", give_answer(person, f"Antwoord {number}"))

    with django_assert_max_num_queries(6):
        own = own_answers_of(person)

    [(_, answers)] = own.by_step
    assert len(answers) == 11


def test_somebody_else_who_joined_sees_only_his_own(day, answer):
    other = join(day.etten_leur)
    give_answer(other, "Van een ander")

    [(_, answers)] = own_answers_of(Participant.objects.select_related("live_session").get(pk=other.pk)).by_step

    assert [one.answer.text for one in answers] == ["Van een ander"]
