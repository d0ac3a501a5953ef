"""Whence somebody asks."""

import pytest

from sources.origin import base, network


@pytest.mark.parametrize(
    ("forwarded", "remote", "proxies", "found"),
    [
        ("", "203.0.113.7", 0, "203.0.113.0/24"),
        ("", "2001:db8:1:2:3::4", 0, "2001:db8:1:2::/64"),
        ("", "::ffff:203.0.113.7", 0, "203.0.113.0/24"),
        ("198.51.100.9", "203.0.113.7", 0, "203.0.113.0/24"),
        ("198.51.100.9", "10.0.0.1", 1, "198.51.100.0/24"),
        ("192.0.2.1, 198.51.100.9", "10.0.0.1", 1, "198.51.100.0/24"),
        ("192.0.2.1, 198.51.100.9, 10.0.0.2", "10.0.0.1", 2, "198.51.100.0/24"),
        ("198.51.100.9", "203.0.113.7", 2, "203.0.113.0/24"),
        ("", "203.0.113.7", 1, ""),
        ("made up", "203.0.113.7", 1, ""),
        ("", "", 0, ""),
    ],
)
def test_the_network_is_that_of_whom_our_own_proxies_saw(forwarded, remote, proxies, found):
    assert network(forwarded, remote, proxies) == found


def test_one_address_stands_for_a_network():
    assert base("203.0.113.0/24") == "203.0.113.0"
    assert base("") is None
