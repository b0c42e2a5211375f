import ipaddress
import socket

import ifaddr
import pytest
from django.http.request import validate_host

from pmg_workshop import hosts
from pmg_workshop.hosts import OwnHosts, local_addresses


def adapters(**addresses):
    """Network adapters by name, each with its addresses."""
    return [ifaddr.Adapter(name, name, [ifaddr.IP(ip, 24, name) for ip in ips]) for name, ips in addresses.items()]


@pytest.fixture
def network(monkeypatch):
    """Give this machine other adapters, and no default route, as on a hotspot without internet."""

    def change(**addresses):
        monkeypatch.setattr(ifaddr, "get_adapters", lambda: adapters(**addresses))

    monkeypatch.setattr(hosts, "_address_of_default_route", lambda: None)
    return change


def test_local_addresses_of_this_machine_are_ipv4_and_reachable_from_outside():
    for address in local_addresses():
        parsed = ipaddress.IPv4Address(address)
        assert not parsed.is_loopback
        assert not parsed.is_link_local


def test_local_addresses_leaves_out_what_phones_cannot_reach(network):
    network(
        lo=["127.0.0.1"],
        docker0=["172.17.0.1"],
        wlan0=["192.168.1.20", ("fe80::1", 0, 0)],
        eth0=["169.254.10.1"],
    )

    assert local_addresses() == ["192.168.1.20"]


def test_local_addresses_puts_the_default_route_first(network, monkeypatch):
    network(eth0=["10.0.0.5"], wlan0=["192.168.1.20"])
    monkeypatch.setattr(hosts, "_address_of_default_route", lambda: "192.168.1.20")

    assert local_addresses() == ["192.168.1.20", "10.0.0.5"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "meetup.example.nl", "192.168.1.20"])
def test_own_hosts_answers_to_its_names_and_addresses(network, host):
    network(wlan0=["192.168.1.20"])

    assert validate_host(host, OwnHosts(["meetup.example.nl"]))


def test_own_hosts_answers_to_the_name_of_the_machine(network):
    network()
    name = socket.gethostname().lower()

    assert validate_host(name, OwnHosts([]))
    assert validate_host(f"{name}.local", OwnHosts([]))


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.21", "8.8.8.8", "*"])
def test_own_hosts_refuses_any_other(network, host):
    network(wlan0=["192.168.1.20"])

    assert not validate_host(host, OwnHosts(["meetup.example.nl"]))


def test_own_hosts_follows_the_machine_to_another_network(network, monkeypatch):
    network(wlan0=["192.168.1.20"])
    own = OwnHosts([])
    assert "192.168.1.20" in list(own)

    network(wlan0=["172.20.10.2"])
    monkeypatch.setattr(hosts, "REFRESH_SECONDS", 0)

    assert "172.20.10.2" in list(own)
    assert "192.168.1.20" not in list(own)
