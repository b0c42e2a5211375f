"""What came out of several processes, as a second table for people and as JSON for programs."""

from collections.abc import Iterator

from sessions.bench.figures import FULL, dutch, median
from sessions.bench.hosted import HostedResults
from sessions.bench.hosted_figures import FEW, FIGURES, Variant, few_of
from sessions.bench.options import Options

HEADINGS = ("", "met Redis", "zonder")
DECIMALS = 4
EXPLAINED = (
    "zonder = met een Redis die stilstaat: elk proces kijkt dan zelf, elke seconde en als het iets bewaart."
)
LIMITED = "Let op: de meting zelf had haar kern voor meer dan 90% nodig. De processen kunnen meer."


def as_json(results: HostedResults, options: Options) -> dict[str, object]:
    """Return the figures by their names, each with and without Redis, and what they were measured with."""
    return {
        "count": options.processes,
        "phones": options.phones,
        "few_phones": few_of(options.phones),
        "figures": {name: _figure_as_json(results, name) for name, _ in _rows(options)},
        "server_cores": results.server_cores,
        "generator_cpu": {variant.value: round(share, 3) for variant, share in results.shares.items()},
        "troubles": dict(results.troubles),
    }


def _figure_as_json(results: HostedResults, name: str) -> dict[str, object]:
    rounds = {variant.value: results.figures[variant].get(name, []) for variant in Variant}
    medians = {variant: _rounded(median(values)) for variant, values in rounds.items()}
    return medians | {"rounds": {name: [_rounded(value) for value in values] for name, values in rounds.items()}}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def lines(results: HostedResults, options: Options) -> Iterator[str]:
    """Yield the table, and what has to be said with it, line by line."""
    rows = [HEADINGS]
    for name, label in _rows(options):
        values = (median(results.figures[variant].get(name, [])) for variant in Variant)
        rows.append((label, *map(dutch, values)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    yield f"{options.processes} processen op één PostgreSQL, met {options.phones} telefoons daarover verdeeld:"
    yield ""
    for label, *numbers in rows:
        aligned = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        yield "  ".join([label.ljust(widths[0]), *aligned])
    yield ""
    yield EXPLAINED
    if results.server_cores:
        yield f"Kernen voor de processen, PostgreSQL en Redis samen: {results.server_cores}; voor de meting: 1."
    busiest = max(results.shares.values())
    yield f"De meting zelf gebruikte hier hoogstens {busiest:.0%} van een kern."
    if busiest > FULL:
        yield LIMITED
    for trouble, count in results.troubles.items():
        yield f"Let op: {trouble} ({count} keer)."


def _rows(options: Options) -> Iterator[tuple[str, str]]:
    """Yield name and label of each figure; one that is also taken of few phones comes twice."""
    for figure in FIGURES:
        if figure.per_crowd:
            yield figure.name + FEW, f"{figure.label}, {few_of(options.phones)} telefoons"
            yield figure.name, f"{figure.label}, {options.phones} telefoons"
        else:
            yield figure.name, figure.label
