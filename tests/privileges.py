"""What only some machines allow: mounts, loop devices, network namespaces. Elsewhere it is said, not hidden."""

import pytest

_not_tried = []


def not_possible_here(reason):
    """Skip the test that is running, and have the reason printed at the end of the run."""
    _not_tried.append(reason)
    pytest.skip(reason)


def report_what_was_not_tried(terminal):
    """Print what this machine did not allow; pytest calls this at the end of a run, through conftest."""
    if _not_tried:
        terminal.section("Not tried on this machine")
        for reason in _not_tried:
            terminal.line(reason)
