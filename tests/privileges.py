"""What only some machines allow: mounts, loop devices, network namespaces. Elsewhere it is said, not hidden."""

import os

import pytest

# Where the tools of an administrator are; the PATH of an ordinary user leaves them out.
os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def not_possible_here(reason):
    """Skip the test that is running; the end of the run says why."""
    pytest.skip(reason)


def report_what_was_not_tried(terminal):
    """Print what this machine did not allow; pytest calls this at the end of a run, through conftest."""
    skipped = terminal.stats.get("skipped", [])
    if skipped:
        terminal.section("Not tried on this machine")
    for report in skipped:
        _, _, reason = report.longrepr
        terminal.line(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}")
