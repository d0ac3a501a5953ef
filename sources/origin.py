"""Whence a request came: the address of the client behind our proxies, and its network. Pure."""

from ipaddress import ip_address, ip_network


def network(forwarded: str, remote: str, proxies: int) -> str:
    """Return the network of the client, such as 203.0.113.0/24 or 2001:db8::/64; "" where it has none.

    `forwarded` is X-Forwarded-For, whose last entries the `proxies` in front of the site wrote; what
    stands before them anybody can write. `remote` is who connected.
    """
    entries = [entry.strip() for entry in forwarded.split(",")]
    named = entries[-proxies] if 0 < proxies <= len(entries) else remote
    try:
        ip = ip_address(named)
    except ValueError:
        return ""
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ip_network((int(ip), 24) if ip.version == 4 else (int(ip), 64), strict=False))


def base(network: str) -> str | None:
    """Return the first address of a network, which stands for it where one address is kept."""
    return network.split("/")[0] or None
