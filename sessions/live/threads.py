"""Where coroutines have queries done: in threads that stay, each with its own open database.

A thread that was not the last to write finds that all it remembers of an SQLite file is old. So one thread writes,
as SQLite has one writer anyway, and few read. Not the one thread that all consumers share: one that has to wait
would hold up everybody.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections, connection

Result = TypeVar("Result")

READERS = ThreadPoolExecutor(4, thread_name_prefix="readers")
WRITERS = ThreadPoolExecutor(1 if connection.vendor == "sqlite" else 8, thread_name_prefix="writers")


def in_thread(
    function: Callable[..., Result], *arguments: object, threads: ThreadPoolExecutor = READERS
) -> Awaitable[Result]:
    """Call a function that queries in one of these threads; return what it returns, raise what it raises."""

    def run() -> Result:
        close_old_connections()
        try:
            return function(*arguments)
        finally:
            if connection.errors_occurred:  # a file that could only be read when it was opened stays so
                connection.close()
            close_old_connections()

    return asyncio.get_running_loop().run_in_executor(threads, run)
