"""What the database of a program holds, read beside the program: SQLite or PostgreSQL, and no model of Django."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple

import psycopg

DATABASE_NAME = "meetup.sqlite3"


class AnswerRow(NamedTuple):
    id: int
    participant: str
    round: int
    text: str
    state: str
    rev: int


class ReceiptRow(NamedTuple):
    participant: str
    key: str
    ref: int
    rev: int
    seq: int


@dataclass(frozen=True)
class Stored:
    """One meet-up as it is stored. Choices are values by (participant, round, option)."""

    seq: int
    event_seqs: list[int]
    answers: list[AnswerRow]
    receipts: list[ReceiptRow]
    choices: dict[tuple[str, int, int], int]
    supports: set[tuple[str, int]]


def read_stored(program):
    """Return what the database of this program holds now; it may be running or not."""
    with closing(_connect(program)) as connection:

        def rows(query):
            return connection.execute(query).fetchall()

        return Stored(
            seq=rows("SELECT seq FROM meetups_meetup")[0][0],
            event_seqs=[row[0] for row in rows("SELECT seq FROM meetups_event ORDER BY seq")],
            answers=[
                AnswerRow(id_, plain(who), *rest)
                for id_, who, *rest in rows(
                    "SELECT id, participant_id, round_id, text, state, rev FROM meetups_answer ORDER BY id"
                )
            ],
            receipts=[
                ReceiptRow(plain(who), *rest)
                for who, *rest in rows(
                    "SELECT participant_id, key, ref, rev, seq FROM meetups_receipt ORDER BY seq, key"
                )
            ],
            choices={
                (plain(who), round_, option): value
                for who, round_, option, value in rows(
                    "SELECT participant_id, round_id, option_id, value FROM meetups_choice"
                )
            },
            supports={
                (plain(who), answer)
                for who, answer in rows("SELECT participant_id, answer_id FROM meetups_support")
            },
        )


def plain(participant):
    """Return the id of a participant in one form: SQLite leaves out the dashes that others write."""
    return str(participant).replace("-", "")


def _connect(program):
    url = program.environment.get("DATABASE_URL")
    if url:
        return psycopg.connect(url)
    return sqlite3.connect(f"{(program.data / DATABASE_NAME).as_uri()}?mode=ro", uri=True)
