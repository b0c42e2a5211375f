"""The figures of several processes: their names and labels, and what is made of what was counted."""

from dataclasses import dataclass
from enum import StrEnum

from sessions.bench.figures import NAMES
from sessions.bench.gauges import Spent
from sessions.bench.options import PROCESSES, Options

FEW = "_few_phones"
FEW_PART = 6
PERCENT = 100


class Variant(StrEnum):
    """Whether the processes can wake one another."""

    WITH = "with_redis"
    WITHOUT = "without_redis"


@dataclass(frozen=True)
class HostedFigure:
    """A figure by its name in the JSON and its Dutch label; one that is `per_crowd` is taken of few phones too."""

    name: str
    label: str
    per_crowd: bool = False


FIGURES = (
    HostedFigure("answers_per_second", "antwoorden per seconde, vol te houden"),
    HostedFigure("cpu_s_per_1000_answers", "processortijd per 1.000 antwoorden, programma (s)"),
    HostedFigure("postgres_cpu_s_per_1000_answers", "processortijd per 1.000 antwoorden, PostgreSQL (s)"),
    HostedFigure("redis_cpu_s_per_1000_answers", "processortijd per 1.000 antwoorden, Redis (s)"),
    HostedFigure("ack_p95_ms", "antwoord bevestigd, p95 (ms)"),
    HostedFigure("board_p95_ms", "antwoord op het bord, p95 (ms)"),
    HostedFigure("board_other_p95_ms", "waarvan bij een ander proces, p95 (ms)"),
    HostedFigure("lone_board_other_max_ms", "los antwoord bij een ander proces, langste (ms)"),
    HostedFigure("redis_published_per_second", "berichten naar Redis per seconde", per_crowd=True),
    HostedFigure("redis_messages_per_second", "berichten door Redis, in en uit, per seconde", per_crowd=True),
    HostedFigure("transactions_per_second", "transacties in de database per seconde", per_crowd=True),
    HostedFigure("idle_transactions_per_second", "transacties per seconde, niets te doen", per_crowd=True),
    HostedFigure("idle_cpu_percent", "programma, niets te doen (% van een kern)", per_crowd=True),
    HostedFigure("idle_postgres_cpu_percent", "PostgreSQL, niets te doen (% van een kern)", per_crowd=True),
)


def few_of(phones: int) -> int:
    """Return how many phones are few beside so many: what must not grow with phones is taken of both."""
    return max(1, phones // FEW_PART)


def wants(options: Options, name: str) -> bool:
    """Tell whether a figure is asked of the processes; nobody who names figures of one process rules any out."""
    named = set(options.only) - {PROCESSES}
    return not named or name in named or name not in NAMES


def at_rest(spent: Spent) -> dict[str, float | None]:
    """Return the figures of a while in which nobody did anything."""
    return {
        "idle_transactions_per_second": spent.transactions / spent.seconds,
        "idle_cpu_percent": _percent(spent.program, spent.seconds),
        "idle_postgres_cpu_percent": _percent(spent.postgres, spent.seconds),
    }


def at_rate(rate: float, answers: int, load: Spent, idle: Spent, receivers: int) -> dict[str, float | None]:
    """Return the figures a second at so many answers a second (`rate`), from what so many `answers` took.

    What nobody's answers cause is taken from the while in which there were none, so that neither the moments at
    which a load begins and ends nor the chance in its size show. Each message to Redis goes out to `receivers`.
    """
    resting = idle.transactions / idle.seconds
    each = (load.transactions - resting * load.seconds) / answers
    published = None if load.published is None else rate * load.published / answers
    return {
        "transactions_per_second": resting + rate * max(0.0, each),
        "redis_published_per_second": published,
        "redis_messages_per_second": None if published is None else published * (1 + receivers),
    }


def _percent(cpu_seconds: float | None, seconds: float) -> float | None:
    return None if cpu_seconds is None else PERCENT * cpu_seconds / seconds
