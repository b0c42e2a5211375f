"""The program as its users run it: `manage.py start` in a process of its own, on a free port of this machine."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
# A name that the browser of the tests takes to 127.0.0.1. As on the LAN, its pages are no secure context.
LAN_NAME = "meetup.test"
START_SECONDS = 60
STOP_SECONDS = 15


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ProgramServer:
    """A running `manage.py start`; `info` holds the JSON line it prints when it is ready.

    `environment` adds variables such as DATABASE_URL; `manage` is what Python runs. The port and the data outlive
    a restart.
    """

    def __init__(self, data, environment=None, arguments=(), manage=("manage.py",)):
        self.data = Path(data)
        self.port = free_port()
        self.arguments = list(arguments)
        self.manage = list(manage)
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}},
            "DJANGO_SETTINGS_MODULE": "pmg_workshop.settings",
            "PMG_HOSTS": LAN_NAME,
            "PYTHONUTF8": "1",  # what is read here is UTF-8, on Windows too
            **(environment or {}),
        }
        self.info = {}
        self.process = None

    @property
    def pid(self):
        return self.process.pid

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def lan_url(self):
        return f"http://{LAN_NAME}:{self.port}"

    @property
    def stderr(self):
        return self._output("stderr").read_text(encoding="utf-8", errors="replace")

    def start(self):
        self.data.mkdir(parents=True, exist_ok=True)
        options = ["--json", "--no-browser", "--host", "127.0.0.1", "--port", str(self.port)]
        with self._output("stdout").open("wb") as stdout, self._output("stderr").open("wb") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, *self.manage, "start", *options, "--data", str(self.data), *self.arguments],
                cwd=CHECKOUT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
            )
        self.info = self._wait_until_ready()
        return self

    def stop(self):
        """End the server as a service manager does, and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self):
        """End the server as a power cut does: without any chance to tidy up."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def restart(self):
        if self.process.poll() is None:
            self.stop()
        return self.start()

    def _output(self, name):
        return self.data.parent / f"{self.data.name}-{self.port}-{name}.log"  # two processes may share data

    def _wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            line, newline, _ = self._output("stdout").read_text(encoding="utf-8").partition("\n")
            if newline:
                return json.loads(line)
            time.sleep(0.05)
        exit_code = self.process.poll()
        self.kill()
        raise AssertionError(f"The server was not ready (exit code {exit_code}). It said:\n{self.stderr}")
