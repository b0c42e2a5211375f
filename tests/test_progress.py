import contextlib
import sys
import time

from pmg_workshop.progress import Progress


def test_progress_of_a_quick_step_says_nothing(capsys):
    with Progress("Kort"):
        pass

    assert capsys.readouterr() == ("", "")


def test_progress_of_a_slow_step_says_in_a_log_that_it_begins_and_ends(capsys):
    with Progress("Lang"):
        time.sleep(1.1)

    assert capsys.readouterr() == ("", "Lang …\nLang: klaar na 1 s\n")


def test_progress_of_a_slow_step_draws_on_a_terminal_how_far_it_is(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    with Progress("Ophalen", total=4) as progress:
        progress.advance("django")
        progress.advance("channels")
        time.sleep(1.1)

    error = capsys.readouterr().err
    assert "\rOphalen [############------------] 2 van 4, 1 s  channels" in error
    assert error.endswith("\rOphalen: klaar na 1 s\x1b[K\n")


def test_progress_of_a_step_that_fails_says_that_it_stopped(capsys):
    with contextlib.suppress(OSError), Progress("Lang"):
        time.sleep(1.1)
        raise OSError

    assert capsys.readouterr().err.endswith("Lang: gestopt na 1 s\n")
