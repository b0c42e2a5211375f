"""What came out, as a table for people and as JSON for programs."""

import os
import platform
from collections.abc import Iterator

from sessions.bench import hosted_report
from sessions.bench.figures import Figure, Side, dutch
from sessions.bench.options import Options
from sessions.bench.run import Results
from sessions.bench.servers import NAMES

HEADINGS = ("", "ons", "kaal", "ons / kaal", "doel", "gehaald")
MET = {True: "ja", False: "NEE", None: "–"}
MARK = "*"
DECIMALS = 4
NOT_HERE = "Processortijd en geheugen van een server zijn op dit systeem niet te meten; die maten ontbreken (–)."
LIMITED = f"{MARK} Hier was de meting zelf de rem: haar kern was voor meer dan 90% bezet. De server kan meer."
OTHER_LOAD = "De doelen gelden voor de gewone last; u mat met andere aantallen."
NEED_USAGE = {"cpu_s_per_1000_answers", "kb_per_phone", "board_500_vs_20"}


def as_json(results: Results, options: Options) -> dict[str, object]:
    """Return the figures by their names, and what they were measured with.

    `generator_limited` names the sides for which a figure is a lower bound of what the server can do. With several
    processes, what they gave is under `processes`.
    """
    hosted = {"processes": hosted_report.as_json(results.hosted, options)} if results.hosted else {}
    return {
        "figures": {figure.name: _figure_as_json(results, figure) for figure in options.figures},
        "options": options.as_json(),
        "generator_cpu": {
            side.value: {part.value: round(share, 3) for part, share in results.shares[side].items()}
            for side in Side
        },
        "pinned": results.cores.server is not None,
        "machine": {
            "system": platform.system(),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
        },
        "troubles": dict(results.troubles),
        **hosted,
    }


def _figure_as_json(results: Results, figure: Figure) -> dict[str, object]:
    measured = results.measured(figure.name)
    return {
        "ours": _rounded(measured.ours),
        "bare": _rounded(measured.bare),
        "ratio": _rounded(measured.ratio),
        "target": [str(bound) for bound in figure.target],
        "met": measured.meets(figure.target),
        "rounds": {side.value: [_rounded(value) for value in results.figures[side][figure.name]] for side in Side},
        "generator_limited": [side.value for side in results.limited(figure.part)],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def lines(results: Results, options: Options) -> Iterator[str]:
    """Yield the table, and what has to be said with it, line by line; after it that of several processes."""
    if options.figures:
        yield from _lines_of_both(results, options)
    if results.hosted:
        if options.figures:
            yield ""
        yield from hosted_report.lines(results.hosted, options)


def _lines_of_both(results: Results, options: Options) -> Iterator[str]:
    rows = [HEADINGS, *(_row(results, figure) for figure in options.figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    for row in rows:
        label, *numbers, target, met = row
        aligned = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=False)]
        yield "  ".join([label.ljust(widths[0]), *aligned, target.ljust(widths[-2]), met]).rstrip()
    yield ""
    yield f"ons = {NAMES[Side.OURS]}, kaal = {NAMES[Side.BARE]}; middelste waarde van {options.rounds} ronde(s)."
    yield results.cores.sentence()
    yield _generator(results)
    if any(results.limited(figure.part) for figure in options.figures):
        yield LIMITED
    if any(figure.name in NEED_USAGE and results.measured(figure.name).ours is None for figure in options.figures):
        yield NOT_HERE
    if not options.are_those_of_the_targets:
        yield OTHER_LOAD
    for trouble, count in results.troubles.items():
        yield f"Let op: {trouble} ({count} keer)."


def _row(results: Results, figure: Figure) -> tuple[str, ...]:
    measured, limited = results.measured(figure.name), results.limited(figure.part)
    sides = [
        dutch(value) + (MARK if side in limited else "")
        for side, value in ((Side.OURS, measured.ours), (Side.BARE, measured.bare))
    ]
    target = " en ".join(str(bound) for bound in figure.target)
    return (figure.label, *sides, dutch(measured.ratio), target, MET[measured.meets(figure.target)])


def _generator(results: Results) -> str:
    busiest = max((share for side in Side for share in results.shares[side].values()), default=0.0)
    return f"De meting zelf gebruikte hoogstens {busiest:.0%} van een kern."
