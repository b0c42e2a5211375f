"""Have another program make a file: one at a time, and not for ever."""

import subprocess
import threading
from collections.abc import Sequence

TIMEOUT_SECONDS = 120
# A conversion keeps a core busy. One at a time leaves the room the other one.
_turn = threading.Lock()


class ConversionFailed(Exception):
    """A file could not be made; the message says why, for whoever reads the log."""


def converted(command: Sequence[str], content: bytes) -> bytes:
    """Return what a program writes when it is given this content. Raises ConversionFailed."""
    try:
        with _turn:
            done = subprocess.run(command, input=content, capture_output=True, check=True, timeout=TIMEOUT_SECONDS)
    except subprocess.CalledProcessError as error:
        raise ConversionFailed(error.stderr.decode(errors="replace")) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConversionFailed(str(error)) from error
    return done.stdout
