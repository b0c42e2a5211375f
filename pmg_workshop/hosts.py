"""Which names this server answers to.

On a laptop the address changes whenever the facilitator switches Wi-Fi or hotspot. So the list is not
fixed: it holds the configured names, and the machine's own name and addresses as they are now. Never
"*": a foreign name that is made to point here (DNS rebinding) must be refused.
"""

import socket
import time
from collections.abc import Iterator

import ifaddr

REFRESH_SECONDS = 5
VIRTUAL_ADAPTERS = (
    "docker",
    "veth",
    "br-",
    "vethernet",
    "vmware",
    "virtualbox",
    "wsl",
    "tun",
    "utun",
    "tailscale",
)


def local_addresses() -> list[str]:
    """Return this machine's IPv4 addresses as phones can reach them, the likeliest first.

    Loopback, link-local and virtual adapters are left out. The address of the default route comes first;
    on a hotspot there may be no such route, and then the order is the system's own.
    """
    addresses = [
        ip.ip
        for adapter in ifaddr.get_adapters()
        if not adapter.nice_name.lower().startswith(VIRTUAL_ADAPTERS)
        for ip in adapter.ips
        if ip.is_IPv4 and not ip.ip.startswith(("127.", "169.254."))
    ]
    preferred = _address_of_default_route()
    return sorted(addresses, key=lambda address: address != preferred)


def _address_of_default_route() -> str | None:
    """Return the address outgoing traffic would leave from; connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])


class OwnHosts(list[str]):
    """ALLOWED_HOSTS that follows the machine: the configured names plus its own, looked up afresh."""

    def __init__(self, configured: list[str]) -> None:
        super().__init__([*configured, "localhost", "127.0.0.1", "[::1]"])
        self._own: list[str] = []
        self._looked_up = float("-inf")

    def __iter__(self) -> Iterator[str]:
        if time.monotonic() - self._looked_up > REFRESH_SECONDS:
            name = socket.gethostname().lower()
            self._own = [name, f"{name}.local", *local_addresses()]
            self._looked_up = time.monotonic()
        yield from super().__iter__()
        yield from self._own
