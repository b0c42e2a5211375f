"""What simulated people say: enough of it, under the labels of the programme, and readable."""

import csv
import random
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from sessions.models import Participant
from sessions.models.answers import ANSWER_MAX_LENGTH
from sessions.rehearsal.content import FOLDER, OPEN, OTHERS, load
from sessions.rehearsal.people import Person, Supply, choices, said_again

PROGRAMME = Path(__file__).parent.parent / "themes" / "content"
LABELS = {
    "opportunities": ["kans", "opgave", "uitdaging", "bedreiging"],
    "knowledge": [OPEN],
    "cooperation": [
        "Wat wilt u leren van elkaar?",
        "Wat wilt u samen met anderen oppakken?",
        "Wat wilt u samen met Platform31 oppakken?",
    ],
}
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def programme():
    return yaml.safe_load((PROGRAMME / "meetup-2017.yaml").read_text(encoding="utf-8"))


def texts_of(file):
    """The different texts of a file, and how often each stands in it."""
    lists = yaml.safe_load(file.read_text("utf-8"))
    return Counter(
        entry["text"] if isinstance(entry, dict) else entry
        for label, entries in lists.items()
        if label not in OTHERS
        for entry in entries
    )


def somebody(place=0, zeal=0.5, seed=1):
    return Person(place, "Etten-Leur", "policy", zeal, 1.0, random.Random(seed))


@pytest.mark.parametrize("question", LABELS)
@pytest.mark.parametrize("theme", [1, 2, 3, 4])
def test_there_is_enough_to_say_at_each_question(theme, question):
    texts = load().chapter(theme).texts

    assert sum(len(set(texts[label])) for label in LABELS[question]) >= 25


def test_there_is_enough_to_say_at_the_bridge():
    assert len(set(load().chapter(None).texts[OPEN])) >= 25


def test_the_labels_are_those_of_the_programme(programme):
    labels = [
        label.get("singular", label["text"])
        for question in programme["questions"]
        for label in question.get("labels", [])
    ]

    for theme in (1, 2, 3, 4):
        assert set(load().chapter(theme).texts) == {OPEN, *labels}


def test_nothing_is_written_twice_but_what_several_people_say():
    written = sum((texts_of(file) for file in FILES), Counter())

    assert [text for text, times in written.items() if times > 1] == []
    said = Counter(
        text for chapter in load().chapters.values() for texts in chapter.texts.values() for text in texts
    )
    assert 25 <= sum(times > 1 for times in said.values()) <= 60


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_answers_are_short_and_some_are_very_short(file):
    texts = list(texts_of(file))

    assert max(map(len, texts)) <= ANSWER_MAX_LENGTH / 2
    for sentence in (sentence for text in texts for sentence in re.split(r"[.?!] ", text)):
        assert len(sentence.split()) <= 26, sentence
    assert sum(len(text) <= 25 for text in texts) >= 5
    assert sum(len(text) >= 70 for text in texts) >= 2


def test_people_come_from_municipalities_that_there_are():
    with (PROGRAMME / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        known = {row["name"] for row in csv.DictReader(file) if row["current"] == "yes"}

    assert {name for names in load().municipalities for name in names} <= known
    assert set(load().roles) <= set(Participant.Role.values)


def test_what_is_liked_stands_in_the_programme(programme):
    def lines(entries):
        for entry in entries:
            yield from lines(entry["children"]) if "children" in entry else [entry["text"]]

    for number, theme in enumerate(programme["themes"], start=1):
        there = [*lines(theme["trends"]), *lines(theme["tasks"])]
        for start in load().chapter(number).popular:
            assert any(line.startswith(start) for line in there), start


def test_people_say_the_same_only_where_that_is_meant_until_all_is_said():
    supply = Supply(load(), random.Random(1))
    all_of_it = load().chapter(1).texts["kans"]

    said = [supply.take(1, "kans") for _ in all_of_it]
    more = [supply.take(1, "kans") for _ in range(20)]

    assert sorted(said) == sorted(all_of_it)
    assert len(more) == 20
    assert not set(more) & set(all_of_it) - {text.lower() for text in all_of_it}


def test_a_label_that_nobody_knows_gets_an_answer_of_its_theme():
    assert Supply(load(), random.Random(1)).take(6, "een nieuw label") in load().chapter(2).texts[OPEN]


def test_what_is_said_again_is_nearly_the_same():
    for seed in range(50):
        again = said_again("De raad meenemen in regionale samenwerking.", random.Random(seed))

        assert again.startswith("de raad ")
        assert sorted(again) == sorted("de raad meenemen in regionale samenwerking")


def test_choices_fit_their_budget_and_differ_by_place():
    chapter, texts = load().chapter(1), list(load().chapter(1).popular)
    options = [{"id": number, "text": text} for number, text in enumerate(texts)]
    dots = {"choice_mode": "dots", "budget": 5}

    for seed in range(20):
        person = somebody(seed=seed)
        assert sum(value for _, value in choices(person, chapter, dots, options)) == 5
        assert len(choices(person, chapter, {"choice_mode": "one"}, options)) == 1
        assert {value for _, value in choices(person, chapter, {"choice_mode": "scale"}, options)} <= set(
            range(1, 6)
        )
    drain = texts.index("Brain drain")
    times = [
        sum(
            (drain, 1) in choices(somebody(place, seed=seed), chapter, {"choice_mode": "several"}, options)
            for seed in range(200)
        )
        for place in (0, 1)
    ]
    assert times[0] < times[1]


def test_a_person_chooses_one_form_for_a_group_and_may_join_in():
    options = [
        {"id": 10 * cluster + form, "text": f"vorm {form}", "cluster": cluster, "joins": form == 9}
        for cluster in (1, 2, 3)
        for form in (1, 2, 9)
    ]

    chosen = [
        option
        for seed in range(30)
        for option in choices(somebody(zeal=1, seed=seed), load().chapter(None), {"choice_mode": "form"}, options)
    ]

    assert {value for _, value in chosen} == {1}
    assert {option % 10 for option, _ in chosen} == {1, 2, 9}
