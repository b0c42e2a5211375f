"""The parts that only our program goes through: what a large board costs, and a day of answers in files."""

import asyncio
import itertools
from collections.abc import Iterator

from sessions.bench.figures import Part
from sessions.bench.phone import Answer
from sessions.bench.place import Question
from sessions.bench.servers import BenchFailed, Server
from sessions.bench.visit import Visit

SMALL_BOARD, LARGE_BOARD = 20, 500
ANSWERS_OF_A_DAY = 1000
ANSWERS_A_QUESTION = 100
# The figure that each kind of file gives.
FILES = {"word_1000_s": "docx", "pdf_1000_s": "pdf", "xlsx_1000_s": "xlsx"}
# Answers that are sent one by one: for each second that a load should last, and at most.
ANSWERS_A_SECOND, MOST_ONE_BY_ONE = 2, 60
SENDING = 20
SHOWN_SECONDS = 10
TRIES, PAUSE_SECONDS = 5, 0.5


async def board(visit: Visit) -> None:
    """Send answers one by one to a small board, and to a large one. Raises BenchFailed."""
    one_by_one = min(int(ANSWERS_A_SECOND * visit.options.seconds), MOST_ONE_BY_ONE)
    question = await visit.next_question()
    await _fill(visit, question, SMALL_BOARD)
    small = await _cost(visit, question, one_by_one)
    await _fill(visit, question, LARGE_BOARD - SMALL_BOARD - one_by_one)
    large = await _cost(visit, question, one_by_one)
    if small and large:
        visit.put("board_500_vs_20", large / small)


async def day(visit: Visit) -> None:
    """Store answers to several questions until there are ANSWERS_OF_A_DAY. Raises BenchFailed."""
    with visit.shares[Part.FILES].counted():
        while (left := ANSWERS_OF_A_DAY - visit.stored) > 0:
            await _fill(visit, await visit.next_question(), min(left, ANSWERS_A_QUESTION))


def files(server: Server) -> dict[str, float]:
    """Return what writing each of FILES takes, in seconds, and how much of that is starting the command."""
    seconds = {}
    for name, suffix in FILES.items():
        output = str(server.folder / f"agenda.{suffix}")
        seconds[name] = server.manage("export", str(server.info["meetup"]), "--format", suffix, "--output", output)
    return seconds | {"word_1000_start_s": server.manage("export", "--help")}


async def _fill(visit: Visit, question: Question, answers: int) -> None:
    """Store so many answers, a few at a time, as fast as it goes."""
    for start in range(0, answers, SENDING):
        batch = itertools.islice(_answers(visit), min(SENDING, answers - start))
        await asyncio.gather(*(_store(visit, question, answer) for answer in batch))


async def _cost(visit: Visit, question: Question, answers: int) -> float | None:
    """Return the processor seconds of the server for so many answers, each on the board before the next one."""
    with visit.shares[Part.BOARD].counted():
        before = visit.server.usage()
        for answer in itertools.islice(_answers(visit), answers):
            await _store(visit, question, answer)
            if not await visit.crowd.caught_up(answer.seq, SHOWN_SECONDS):
                raise BenchFailed("Een antwoord kwam niet op het bord.")
        return visit.cpu_since(before)


async def _store(visit: Visit, question: Question, answer: Answer) -> None:
    """Send an answer until it is stored, as phones do."""
    for _ in range(TRIES):
        await answer.send(question)
        if not answer.failure:
            visit.stored += 1
            return
        await asyncio.sleep(PAUSE_SECONDS)
    raise BenchFailed(f"Een antwoord werd niet opgeslagen: {answer.failure}.")


def _answers(visit: Visit) -> Iterator[Answer]:
    phones = visit.crowd.phones
    while True:
        yield Answer(phones[visit.writer.phone(len(phones))], visit.writer.text())
