"""What the agenda under construction holds, and how it is numbered."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions import curation, moderation, participation
from sessions.agenda import agenda_of
from sessions.models import Option
from tests.cast import (
    Section,
    ask,
    close_step,
    give_answer,
    give_choice,
    give_support,
    go_to,
    group,
    join,
    make_day,
    new_key,
    open_step,
    reveal_step,
)

pytestmark = pytest.mark.django_db


def vote(day, section, *votes):
    """Let people vote: each vote is a participant, a cluster, a value, and what else tells the line apart."""
    places = {participant.live_session_id for participant, *_ in votes}
    for place in (day.etten_leur, day.rijssen):
        if place.pk in places:
            go_to(place, section)
            open_step(place)
    for participant, cluster, value, line in votes:
        option = Option.objects.get(step__section=section, cluster=cluster, **line)
        give_choice(participant, option, value)


def part_of(meetup, number):
    return next(part for part in agenda_of(meetup).parts if part.theme and part.theme.number == number)


def test_day_before_it_starts_has_four_empty_parts():
    day = make_day()

    agenda = agenda_of(day.meetup)

    assert [part.theme.number for part in agenda.parts] == [1, 2, 3, 4]
    assert all(part.is_empty for part in agenda.parts)
    assert agenda.as_of is None
    assert agenda.lines == agenda.work == agenda.traces == []


def test_trends_come_with_the_number_of_people_of_all_places_who_chose_them():
    day = make_day()
    ask(day, Section.TRENDS)
    give_choice(day.anna, "Padafhankelijkheid")
    give_choice(day.anna, "Brain drain naar Randstad")
    give_choice(day.carla, "Brain drain naar Randstad")

    trends = next(poll for poll in part_of(day.meetup, 1).polls if poll.step.section == Section.TRENDS)

    chosen = {line.option.text: line.total.value for line in trends.lines if line.total.value}
    assert chosen == {"Padafhankelijkheid": 1, "Brain drain naar Randstad": 2}
    assert len(trends.lines) == 8
    assert trends.people == 2


def test_answers_lie_on_the_pile_of_their_label_in_groups_and_loose():
    day = make_day()
    ask(day, Section.OPPORTUNITIES)
    talent = give_answer(day.anna, "Talent trekt weg", "bedreiging")
    students = give_answer(day.carla, "Studenten blijven in de stad", "bedreiging")
    shops = give_answer(day.bram, "Winkels sluiten", "bedreiging")
    technology = give_answer(day.bram, "Techniek op school", "kans")
    unlabelled = give_answer(day.anna, "Van alles")
    cluster = group(day, "Talent", talent, students, technology)

    discussion = next(
        found for found in part_of(day.meetup, 1).discussions if found.step.section == Section.OPPORTUNITIES
    )

    piles = {
        pile.label: ([(share.group.cluster, share.answers) for share in pile.shares], pile.loose)
        for pile in discussion.piles
    }
    assert piles == {
        "kans": ([(cluster, [technology])], []),
        "opgave": ([], []),
        "uitdaging": ([], []),
        "bedreiging": ([(cluster, [talent, students])], [shops]),
        "": ([], [unlabelled]),
    }
    assert [pile.count for pile in discussion.piles] == [1, 0, 0, 3, 1]
    assert discussion.loose_count == part_of(day.meetup, 1).loose_count == 2


def test_ballot_of_a_group_counts_dots_by_place_forms_and_municipalities_once():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    cluster = group(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))
    nobody = join(day.rijssen)
    learning_circle = day.meetup.programme.forms.get(singular="leerkring")
    dots = {"form": None, "joins": False}
    vote(
        day,
        Section.PRIORITIES,
        (day.anna, cluster, 2, dots),
        (day.bram, cluster, 1, dots),
        (day.carla, cluster, 3, dots),
        (nobody, cluster, 1, dots),
    )
    vote(
        day,
        Section.FORMS,
        (day.anna, cluster, 1, {"form": learning_circle}),
        (day.anna, cluster, 1, {"joins": True}),
        (day.bram, cluster, 1, {"joins": True}),
        (day.carla, cluster, 1, {"joins": True}),
        (nobody, cluster, 1, {"joins": True}),
    )

    ballot = part_of(day.meetup, 1).groups[0].ballot

    assert ballot.dots == {"Etten-Leur": 3, "Rijssen-Holten": 4}
    assert ballot.total_dots == 7
    assert ballot.voters == {"Etten-Leur", "Rijssen-Holten"}
    assert ballot.forms == {"leerkring": 1}
    assert ballot.joining_names == ["Etten-Leur", "Rijssen-Holten"]
    assert ballot.joining_unnamed == 1


def test_municipalities_that_join_stand_in_the_order_of_the_alphabet():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    cluster = group(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))
    people = [join(day.etten_leur, name) for name in ("Zeist", "Den Haag", "Gouda", "Súdwest-Fryslân")]
    vote(day, Section.FORMS, *((person, cluster, 1, {"joins": True}) for person in people))

    ballot = part_of(day.meetup, 1).groups[0].ballot

    assert ballot.joining_names == ["Gouda", "'s-Gravenhage", "Súdwest-Fryslân", "Zeist"]


def test_knowledge_questions_are_numbered_by_theme_and_support():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    few = group(day, "Weinig steun", give_answer(day.anna, "Wat kost het?"))
    liked = group(day, "Vaak gesteund", answer := give_answer(day.anna, "Wie deed het al?"))
    many = group(day, "Veel stippen", give_answer(day.bram, "Hoe houden we talent vast?"))
    reveal_step(day.etten_leur)
    give_support(day.bram, answer)
    ask(day, Section.KNOWLEDGE, theme=2)
    other = group(day, "De raad", give_answer(day.carla, "Hoe betrekken we de raad?"))
    for cluster in (few, liked, many, other):
        curation.promote_cluster(cluster=cluster, text=f"{cluster.name}?")
    vote(day, Section.PRIORITIES, (day.anna, many, 3, {"form": None, "joins": False}))

    numbers = [(line.number, line.question.text) for line in agenda_of(day.meetup).lines]

    assert numbers == [
        ("K1.1", "Veel stippen?"),
        ("K1.2", "Vaak gesteund?"),
        ("K1.3", "Weinig steun?"),
        ("K2.1", "De raad?"),
    ]


def test_line_leads_back_to_all_its_answers_and_places():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    first = give_answer(day.carla, "Wat werkt?")
    hidden = give_answer(day.anna, "Iets over een collega")
    loose = give_answer(day.bram, "Wie heeft ervaring?")
    question = curation.promote_cluster(cluster=group(day, "Talent", hidden, first), text="Wat werkt?")
    question.answers.add(first, loose)
    moderation.hide_answer(answer=hidden)

    line = agenda_of(day.meetup).line_of(question)

    assert line.answers == [first, loose]
    assert line.places == ["Rijssen-Holten", "Etten-Leur"]


def test_dropped_question_has_no_number_and_gives_its_answers_back():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    answer = give_answer(day.anna, "Wat werkt?")
    question = curation.promote_cluster(cluster=group(day, "Talent", answer), text="Wat werkt?")

    curation.drop_question(question=question)

    agenda = agenda_of(day.meetup)
    assert agenda.lines == []
    assert [line.question for line in agenda.dropped_lines] == [question]
    assert agenda.line_of(question).number == ""
    assert [trace.became for trace in agenda.traces] == ["in groep, nog niet bekeken"]


def test_each_answer_has_one_trace_that_says_what_became_of_it():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    promoted = give_answer(day.anna, "In een vraag")
    grouped = give_answer(day.anna, "In een groep")
    loose = give_answer(day.anna, "Los")
    hidden = give_answer(day.bram, "Verborgen")
    withdrawn = give_answer(day.bram, "Ingetrokken")
    participation.withdraw_answer(
        participant=day.bram, answer_id=withdrawn.pk, key=new_key(), base_rev=withdrawn.rev
    )
    moderation.hide_answer(answer=hidden)
    close_step(day.etten_leur)
    late = give_answer(day.anna, "Te laat")
    group(day, "Nog geen vraag", grouped)
    curation.promote_cluster(cluster=group(day, "Talent", promoted, hidden), text="Wat werkt?")

    became = {trace.answer: trace.became for trace in agenda_of(day.meetup).traces}

    assert became == {
        promoted: "in K1.1",
        grouped: "in groep, nog niet bekeken",
        loose: "los, nog niet bekeken",
        hidden: "verborgen",
        withdrawn: "ingetrokken",
        late: "na sluiting of in de pauze: wacht op toelating",
    }


def test_answer_in_two_questions_names_both():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    cluster = group(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    curation.promote_cluster(cluster=cluster, text="Wat werkt?")
    curation.promote_cluster(cluster=cluster, text="Wie deed het al?")

    [trace] = agenda_of(day.meetup).traces

    assert trace.became == "in K1.1, K1.2"


def test_question_is_taken_up_once_it_is_due_and_has_a_form_and_a_lead():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    question = curation.promote_cluster(
        cluster=group(day, "Talent", give_answer(day.anna, "Wat werkt?")), text="Wat werkt?"
    )
    form = day.meetup.programme.forms.get(singular="werkgroep")

    def obstacles():
        return agenda_of(day.meetup).line_of(question).obstacles

    assert obstacles() == ["nog geen vorm", "nog geen trekker"]
    curation.reword_question(question=question, text="Wat werkt?", priority="later", form=form, lead="Oss")
    assert obstacles() == ["prioriteit: later"]
    curation.reword_question(question=question, priority="now", form=None, lead="")
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Werkgroep", form=form, lead="Oss")
    assert obstacles() == []
    assert agenda_of(day.meetup).not_taken_up == []


def test_wording_that_could_be_better_is_remarked_on():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    cluster = group(day, "Talent", give_answer(day.anna, "Wat werkt?"))

    question = curation.promote_cluster(cluster=cluster, text="Talent vasthouden?")

    assert agenda_of(day.meetup).line_of(question).remarks == [
        "De kennisvraag begint niet met een vraagwoord of een werkwoord."
    ]


def test_work_programme_is_numbered_in_order_of_start():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    question = curation.promote_cluster(
        cluster=group(day, "Talent", give_answer(day.anna, "Wat werkt?")), text="Wat werkt?"
    )
    for title, planning in [("Ooit", ""), ("Najaar", "4e kwartaal 2017"), ("Zomer", "Q2 2017")]:
        curation.plan_activity(meetup=day.meetup, questions=[question], title=title, planning=planning)
    dropped = curation.plan_activity(meetup=day.meetup, questions=[question], title="Toch niet")
    curation.drop_activity(activity=dropped)

    agenda = agenda_of(day.meetup)

    assert [(work.number, work.activity.title) for work in agenda.work] == [
        ("W1", "Zomer"),
        ("W2", "Najaar"),
        ("W3", "Ooit"),
    ]
    assert [work.activity for work in agenda.dropped_work] == [dropped]
    assert [activity.title for activity in agenda.line_of(question).activities] == ["Zomer", "Najaar", "Ooit"]


def test_answers_beyond_the_themes_have_a_part_of_their_own():
    day = make_day()
    ask(day, Section.BRIDGE, theme=None)
    answer = give_answer(day.anna, "We moeten het samen doen")
    question = curation.promote_cluster(cluster=group(day, "Samen", answer), text="Hoe doen we het samen?")

    last = agenda_of(day.meetup).parts[-1]

    assert last.theme is None
    assert [(line.number, line.question) for line in last.lines] == [("K0.1", question)]


def test_turnout_counts_people_by_place_and_municipality():
    day = make_day()
    join(day.rijssen)
    join(day.rijssen, "Zeist")

    etten_leur, rijssen = agenda_of(day.meetup).turnouts

    assert (etten_leur.people, etten_leur.by_municipality, etten_leur.unnamed) == (2, {"Etten-Leur": 2}, 0)
    assert (rijssen.people, rijssen.by_municipality, rijssen.unnamed) == (3, {"Rijssen-Holten": 1, "Zeist": 1}, 1)


def test_agenda_says_that_a_rehearsal_is_still_in_it():
    day = make_day()
    assert not agenda_of(day.meetup).is_rehearsal

    participation.join(live_session=day.rijssen, is_rehearsal=True)

    assert agenda_of(day.meetup).is_rehearsal


def fill(day, count):
    """Give so many answers, half of them in groups, each group a question with an activity and votes."""
    ask(day, Section.KNOWLEDGE)
    answers = [give_answer(day.anna, f"Vraag {number}") for number in range(count)]
    clusters = [group(day, f"Groep {number}", answer) for number, answer in enumerate(answers[::2])]
    for cluster in clusters:
        question = curation.promote_cluster(cluster=cluster, text=f"{cluster.name}?")
        curation.plan_activity(meetup=day.meetup, questions=[question], title=cluster.name)
    vote(day, Section.FORMS, *((day.anna, cluster, 1, {"joins": True}) for cluster in clusters))


def test_agenda_takes_as_many_queries_for_many_answers_as_for_one(django_assert_num_queries):
    day = make_day()
    fill(day, 1)
    with CaptureQueriesContext(connection) as queries:
        agenda_of(day.meetup)

    fill(day, 12)

    with django_assert_num_queries(len(queries)):
        assert len(agenda_of(day.meetup).traces) == 13
