"""Each phone shows what can be chosen in an order of its own, that anybody can work out from its seed."""

import json
import re
from collections import Counter
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from sessions.export import document
from sessions.export.data import write
from sessions.live import frames
from sessions.live.frames import View
from sessions.live.regions import Audience
from sessions.models import Option, Participant, Step
from sessions.order import blocks_of, is_shuffled, rank
from sessions.stage import stage_of
from tests import cast
from tests.cast import Section
from tests.phone import JSON, Phone, make_group, open_choice

pytestmark = pytest.mark.django_db

BLOCK = re.compile(r'<li[^>]* data-order="(\d+)"')
# Seed and id, and the rank that docs/protocol.md gives them, worked out apart from the program.
KNOWN = {
    (0, 1): 0x11FD02EB,
    (20170216, 101): 0xF3B5B945,
    (2**31 - 1, 1_000_105): 0x89830DEE,
    (1, 2**32 + 1): 0xA64B3DD9,
}


@pytest.fixture
def day():
    return cast.make_day()


def order_on(page):
    return [int(found) for found in BLOCK.findall(page)]


def seeded(phone, seed):
    """Give a phone this seed."""
    Participant.objects.filter(pk=phone.participant.pk).update(seed=seed)
    return phone


def test_rank_is_the_one_that_the_protocol_describes():
    assert {(seed, option_id): rank(seed, option_id) for seed, option_id in KNOWN} == KNOWN


def test_each_seed_gives_each_option_a_number_of_its_own():
    for seed in (0, 1, 2**31 - 1):
        assert len({rank(seed, option_id) for option_id in range(5000)}) == 5000


def test_every_option_stands_in_every_place_about_as_often():
    ids = [101, 102, 103, 104, 1_000_105]
    phones = 4000
    places = Counter(
        (place, option_id)
        for seed in range(phones)
        for place, option_id in enumerate(sorted(ids, key=lambda option_id: rank(seed * 7919, option_id)))
    )

    assert len(places) == len(ids) ** 2
    assert all(0.8 < count / (phones / len(ids)) < 1.2 for count in places.values())


@pytest.mark.parametrize(
    ("section", "theme"),
    [(Section.POSITION, None), (Section.TRENDS, 1), (Section.THEMES, None), (Section.PRIORITIES, None)],
)
def test_page_view_and_reload_of_one_phone_have_its_order(day, section, theme):
    make_group(day)
    open_choice(day, section, theme)
    stage = stage_of(day.etten_leur.pk)
    phone = seeded(Phone(day.etten_leur), 20170216)
    expected = [block.id for block in blocks_of(stage.step, stage.options, 20170216)]

    pages = [phone.page(), phone.page()]
    view = phone.get(phone.address("beeld"), headers=JSON).json()

    assert [order_on(page) for page in pages] == [expected] * 2
    assert [option["id"] for option in view["options"] if option["id"] in expected] == expected
    assert view["seed"] == 20170216


def test_orders_of_phones_differ(day):
    open_choice(day, Section.POSITION)
    phones = [seeded(Phone(day.etten_leur), seed) for seed in range(8)]

    assert len({tuple(order_on(phone.page())) for phone in phones}) > 3


def test_what_is_pushed_is_the_same_for_everybody_and_says_that_it_may_be_sorted(day):
    _, options = open_choice(day, Section.POSITION)

    pushed = json.loads(frames.snapshot(View(Audience.PHONE, day.etten_leur.pk)).message)["content"]

    assert order_on(pushed) == [option.pk for option in options]
    assert "data-shuffled" in pushed


def test_marks_on_a_scale_and_labels_keep_the_order_of_the_deck(day):
    _, options = open_choice(day, Section.STATEMENTS)
    pages = {seeded(Phone(day.etten_leur), seed).page() for seed in range(4)}

    shown = {tuple(re.findall(r'data-option="(\d+)"', page)) for page in pages}

    assert shown == {tuple(str(option.pk) for option in options)}
    assert not any("data-shuffled" in page for page in pages)
    assert not is_shuffled(day.meetup.steps.get(section=Section.OPPORTUNITIES, theme__number=1))


def test_lines_under_one_heading_stay_together_in_their_own_order():
    step = Step(kind=Step.Kind.POLL, choice_mode=Step.ChoiceMode.SEVERAL)
    options = [
        Option(pk=pk, group=group) for pk, group in ((1, ""), (2, "A"), (3, "A"), (4, ""), (5, "B"), (6, "B"))
    ]

    seen = [
        [[option.pk for option in block.options] for block in blocks_of(step, options, seed)] for seed in range(40)
    ]

    assert all(sorted(blocks) == [[1], [2, 3], [4], [5, 6]] for blocks in seen)
    assert len({str(blocks) for blocks in seen}) > 10


def test_projector_and_desk_keep_the_order_of_the_deck(day):
    _, options = open_choice(day, Section.POSITION)

    for audience in (Audience.SCREEN, Audience.DESK):
        shown = frames.paint(stage_of(day.etten_leur.pk), audience)
        places = [shown.index(option.text) for option in options]
        assert places == sorted(places)


def test_everybody_who_joins_gets_a_seed_that_stays(day):
    people = [cast.join(day.etten_leur) for _ in range(5)]

    assert len({person.seed for person in people}) == 5
    assert all(0 <= person.seed < 2**31 for person in people)
    assert [Participant.objects.get(pk=person.pk).seed for person in people] == [person.seed for person in people]


def test_who_joined_before_the_migration_gets_a_seed_of_his_own(day):
    people = cast.join_many(day.etten_leur, 6)
    Participant.objects.update(seed=7)
    migration = import_module("sessions.migrations.0004_rounds")

    migration.give_each_a_seed_of_his_own(apps, SimpleNamespace(connection=connection))

    assert len(set(Participant.objects.values_list("seed", flat=True))) == len(people) + 3


def test_agenda_as_data_holds_what_the_orders_follow_from(day):
    _, options = open_choice(day, Section.POSITION)

    orders = json.loads(write(document.build(day.meetup)))["orders"]

    first = orders["steps"][0]
    assert orders["seeds"] == sorted(Participant.objects.values_list("seed", flat=True))
    assert [line["id"] for line in first["lines"]] == [option.pk for option in options]
    assert (first["number"], first["title"]) == (3, options[0].step.title)
    assert "murmur3" in orders["function"]
