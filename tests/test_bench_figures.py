"""The arithmetic of the benchmark: percentiles, ratios, targets, the search for the largest rate, the options."""

import itertools

import pytest

from sessions.bench.figures import FIGURES, Bound, Measured, Part, dutch, median, percentile
from sessions.bench.machine import Cores
from sessions.bench.options import Options
from sessions.bench.plan import stops
from sessions.bench.ramp import FACTOR, REFINEMENTS, Ramp
from sessions.bench.report import lines
from sessions.bench.run import Results, Side


def climbed(start, highest, capacity, stalls=()):
    """Return the best rate of a server with this capacity, and every rate that was tried.

    `stalls` are the numbers of the tries, from 0, that fail whatever the rate is.
    """
    ramp, tried = Ramp(start, highest), []
    while ramp.rate:
        tried.append(ramp.rate)
        ramp.record(ramp.rate <= capacity and len(tried) - 1 not in stalls)
    return ramp.best, tried


def test_a_percentile_is_a_value_that_was_measured():
    assert percentile([5], 0.95) == 5
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([3, 1, 2], 0.95) == 3
    assert percentile([3, 1, 2], 0) == 1
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 0.95)


def test_nothing_measured_has_no_median_and_no_ratio():
    assert median([]) is None
    assert median([3, 1, 2]) == 2
    assert Measured(6, 3).ratio == 2
    assert Measured(6, None).ratio is None
    assert Measured(None, 3).ratio is None
    assert Measured(6, 0).ratio is None


def test_a_target_holds_for_the_figure_and_for_the_ratio():
    least = (Bound(600, is_least=True), Bound(0.4, is_ratio=True, is_least=True))

    assert Measured(600, 1500).meets(least)
    assert Measured(599, 1000).meets(least) is False
    assert Measured(600, 1501).meets(least) is False
    assert Measured(600, None).meets(least) is None
    assert Measured(None, None).meets((Bound(60),)) is None
    assert Measured(60, None).meets((Bound(60),))
    assert Measured(60, None).meets(()) is None


def test_the_climb_ends_between_what_held_and_what_did_not():
    for capacity in (30, 80, 640, 1000):
        best, tried = climbed(80, 20_000, capacity)

        assert capacity / FACTOR ** (1 / 2**REFINEMENTS) <= best <= capacity
        assert len(tried) <= 12


def test_one_stall_does_not_end_the_climb_and_the_highest_rate_does():
    steady, _ = climbed(80, 20_000, 1000)

    assert climbed(80, 20_000, 1000, stalls={1})[0] == steady
    assert climbed(80, 300, 1000) == (300, [80, 160, 300])
    assert climbed(80, 20, 1000) == (20, [20])
    assert climbed(80, 20_000, 0)[0] == 0


def test_both_servers_take_turns_and_ours_alone_has_a_server_apart():
    plan = list(stops(Options(rounds=2)))

    assert [stop.side for stop in plan] == [Side.OURS, Side.BARE, Side.OURS] * 2
    assert plan[2].parts == {Part.BOARD, Part.FILES}
    assert {part for stop in plan for part in stop.parts} == set(Part)
    (only,) = {stop.parts for stop in stops(Options(only=("step_p95_ms",)))}
    assert only == {Part.STORM, Part.STEPS}, "the phones of the storm show the step"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"phones": 0}, "--phones moet tussen 1 en 5000 liggen, en niet 0 zijn"),
        ({"phones": 10, "viewers": 11}, "--viewers moet tussen 0 en 10 liggen"),
        ({"rate": float("nan")}, "--rate moet tussen"),
        ({"seconds": 0.5}, "--seconds moet tussen"),
        ({"only": ("snelheid",)}, "De maat snelheid bestaat niet. Kies uit: answers_per_second,"),
    ],
)
def test_options_that_make_no_sense_are_refused_in_dutch(options, said):
    with pytest.raises(ValueError, match=said):
        Options(**options)


def test_the_table_says_what_was_met_and_what_is_unknown():
    results = Results(Cores())
    for name, ours, bare in (("ack_p95_ms", 20, 5), ("board_p95_ms", 250, 5), ("joins_failed", 0, 0)):
        results.figures[Side.OURS][name].append(ours)
        results.figures[Side.BARE][name].append(bare)
    results.shares[Side.BARE][Part.STEADY] = 0.95
    results.troubles["Ons programma: een antwoord kreeg status 503"] = 3

    text = "\n".join(lines(results, Options()))

    table = [line for line in text.splitlines() if ")  " in line]
    rows = {label.strip(): " ".join(rest.split()) for label, rest in (row.split(")", 1) for row in table)}
    assert rows["antwoord bevestigd, p95 (ms"] == "20 5* 4 ≤ 25 en ≤ 5 × kaal ja"
    assert rows["antwoord op het bord, p95 (ms"] == "250 5* 50 ≤ 200 NEE"
    assert rows["meedoen mislukt (telefoons"] == "0 0 – ≤ 0 ja"
    assert rows["geheugen per telefoon (kB"] == "– – – ≤ 60 –"
    assert "* Hier was de meting zelf de rem" in text
    assert "zijn op dit systeem niet te meten" in text
    assert "Let op: Ons programma: een antwoord kreeg status 503 (3 keer)." in text
    assert "andere aantallen" not in text
    assert "andere aantallen" in "\n".join(lines(results, Options(phones=2)))


def test_figures_are_written_as_dutch_readers_expect_them():
    numbers = (1234.5, 123.4, 12.34, 1.234, 0.05, 0, 600, None)

    assert [dutch(number) for number in numbers] == ["1.234", "123", "12,3", "1,23", "0,05", "0", "600", "–"]


def test_every_figure_has_a_name_of_its_own_and_each_target_can_be_read():
    assert len({figure.name for figure in FIGURES}) == len(FIGURES)
    bounds = itertools.chain.from_iterable(figure.target for figure in FIGURES)
    assert str(next(bounds)) == "≥ 600"
    assert str(next(bounds)) == "≥ 0,40 × kaal"
