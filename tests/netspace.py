"""A network of two machines with a bad line between them: Linux network namespaces, and packets passed on by hand.

with network() as line:
    with line.inside(SERVER):
        program.start()          # a child process is where its parent thread is
    with line.inside(PHONES):
        line.loss = 0.2          # every fifth packet, each way
        ...

Each namespace has a TUN device; what comes out of one is put into the other by a thread of this process, late,
slowly or not at all. That asks nothing of the kernel's traffic control. TCP notices nothing but missing packets.
"""

import ctypes
import fcntl
import heapq
import itertools
import os
import random
import select
import struct
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.privileges import not_possible_here

SERVER, PHONES = "server", "phones"
ADDRESSES = {SERVER: "10.213.0.1", PHONES: "10.213.0.2"}
PACKET = 65_536
LONGEST_QUEUE_SECONDS = 2.0  # what a thin line holds before it drops packets, as a router does
NUMBERS = itertools.count(1)
# From linux/if_tun.h and linux/sched.h.
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
CLONE_NEWNET = 0x40000000


class Line:
    """What joins the two machines; change its attributes while it runs.

    `is_cut` loses everything while both sides believe that they are connected, `loss` is the share of packets that
    is lost, `delay` the seconds a packet takes, `bits` how many pass in a second, each way (None: no limit).
    """

    def __init__(self, namespaces, tunnels):
        self.is_cut = False
        self.loss = 0.0
        self.delay = 0.0
        self.bits = None
        self.passed = self.dropped = 0
        self._namespaces = namespaces
        self._other = {tunnels[SERVER]: tunnels[PHONES], tunnels[PHONES]: tunnels[SERVER]}
        self._random = random.Random(1)
        self._free_at = dict.fromkeys(self._other, 0.0)
        self._under_way = []
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    @contextmanager
    def inside(self, machine):
        """Be on one of the machines: this thread, and what it starts meanwhile."""
        with open("/proc/thread-self/ns/net", "rb") as before:
            with Path("/run/netns", self._namespaces[machine]).open("rb") as there:
                _enter(there)
            try:
                yield
            finally:
                _enter(before)

    def close(self):
        self._closing.set()
        self._thread.join()

    def _carry(self):
        order = itertools.count()
        while not self._closing.is_set():
            now = time.monotonic()
            while self._under_way and self._under_way[0][0] <= now:
                _, _, target, packet = heapq.heappop(self._under_way)
                os.write(target, packet)
            wait = min(self._under_way[0][0] - now, 0.1) if self._under_way else 0.1
            readable, _, _ = select.select(list(self._other), [], [], wait)
            for source in readable:
                packet = os.read(source, PACKET)
                arrival = self._arrival(source, len(packet))
                if arrival is None:
                    self.dropped += 1
                else:
                    self.passed += 1
                    heapq.heappush(self._under_way, (arrival, next(order), self._other[source], packet))

    def _arrival(self, source, size):
        """Return when a packet of so many bytes comes out at the other end, or None when it never does."""
        now = time.monotonic()
        if self.is_cut or self._random.random() < self.loss:
            return None
        if self.bits is None:
            return now + self.delay
        begins = max(now, self._free_at[source])
        if begins > now + LONGEST_QUEUE_SECONDS:
            return None
        self._free_at[source] = begins + 8 * size / self.bits
        return self._free_at[source] + self.delay


@contextmanager
def network():
    """Two machines and the line between them, all gone at the end; names hold our process id."""
    if sys.platform != "linux" or os.geteuid() != 0 or not Path("/dev/net/tun").exists():
        not_possible_here("Machines of its own for a test take Linux, root and /dev/net/tun.")
    number = next(NUMBERS)
    with ExitStack() as stack:
        namespaces, tunnels = {}, {}
        for machine, address in ADDRESSES.items():
            name = f"pmg-{os.getpid()}-{number}-{machine}"
            stack.enter_context(_namespace(name))
            device = f"pmg{os.getpid()}{machine[0]}"
            tunnel = _open_tunnel(device)
            stack.callback(os.close, tunnel)
            for command in (
                ("link", "set", device, "netns", name),
                ("-n", name, "address", "add", f"{address}/24", "dev", device),
                ("-n", name, "link", "set", "lo", "up"),
                ("-n", name, "link", "set", device, "up"),
            ):
                _ip(*command)
            namespaces[machine], tunnels[machine] = name, tunnel
        line = Line(namespaces, tunnels)
        stack.callback(line.close)
        yield line


@contextmanager
def _namespace(name):
    _ip("netns", "add", name)
    try:
        yield
    finally:
        subprocess.run(["ip", "netns", "delete", name], check=True, capture_output=True)


def _ip(*arguments):
    """Run `ip`; a container may lack it or forbid it."""
    try:
        done = subprocess.run(["ip", *arguments], capture_output=True, text=True)
    except FileNotFoundError:
        not_possible_here("There is no program `ip` here.")
    if done.returncode:
        not_possible_here(f"ip {' '.join(arguments)}: {done.stderr.strip()}")


def _open_tunnel(device):
    try:
        tunnel = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(tunnel, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
    except OSError as error:
        not_possible_here(f"No tunnel between machines here: {error}")
    return tunnel


def _enter(namespace):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(namespace.fileno(), CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "this thread cannot go there")
