"""Which addresses may be asked, told by their spelling, and which hosts are public. Pure.

Whoever writes a link chooses where Recap's own machine knocks, so anything that could be inside its
network is refused. Source: the special-purpose registries of IANA (RFC 6890), read in 2026.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

from sources.canonical import canonical_url

REFUSED = tuple(
    (ip_network(network), what, source)
    for network, what, source in (
        ("0.0.0.0/8", "unspecified", "RFC 1122"),
        ("10.0.0.0/8", "private", "RFC 1918"),
        ("100.64.0.0/10", "shared by a carrier's customers", "RFC 6598"),
        ("127.0.0.0/8", "loopback", "RFC 1122"),
        ("169.254.0.0/16", "link-local, and the metadata of clouds", "RFC 3927"),
        ("172.16.0.0/12", "private", "RFC 1918"),
        ("192.0.0.0/24", "protocol assignments", "RFC 6890"),
        ("192.0.2.0/24", "documentation", "RFC 5737"),
        ("192.88.99.0/24", "6to4 relays", "RFC 7526"),
        ("192.168.0.0/16", "private", "RFC 1918"),
        ("198.18.0.0/15", "benchmarks", "RFC 2544"),
        ("198.51.100.0/24", "documentation", "RFC 5737"),
        ("203.0.113.0/24", "documentation", "RFC 5737"),
        ("224.0.0.0/4", "multicast", "RFC 5771"),
        ("240.0.0.0/4", "reserved, and broadcast", "RFC 1112"),
        ("::/96", "unspecified, loopback, and IPv4-compatible", "RFC 4291"),
        ("::ffff:0:0/96", "IPv4-mapped", "RFC 4291"),
        ("::ffff:0:0:0/96", "IPv4-translated", "RFC 2765"),
        ("64:ff9b::/96", "NAT64", "RFC 6052"),
        ("64:ff9b:1::/48", "NAT64 of one network", "RFC 8215"),
        ("100::/64", "discarded", "RFC 6666"),
        ("2001::/23", "protocol assignments, with Teredo and ORCHID", "RFC 2928"),
        ("2001:db8::/32", "documentation", "RFC 3849"),
        ("2002::/16", "6to4", "RFC 3056"),
        ("3ffe::/16", "the former 6bone", "RFC 3701"),
        ("3fff::/20", "documentation", "RFC 9637"),
        ("5f00::/16", "segment routing", "RFC 9602"),
        ("fc00::/7", "private", "RFC 4193"),
        ("fe80::/10", "link-local", "RFC 4291"),
        ("fec0::/10", "site-local", "RFC 3879"),
        ("ff00::/8", "multicast", "RFC 4291"),
    )
)
GLOBAL_UNICAST = ip_network("2000::/3")  # all that IANA has given out of IPv6; the rest waits
ISATAP = (
    0x5EFE  # before the IPv4 address in the lower half, with two bits of any value: RFC 5214, section 6.1
)

PRIVATE_NAMES = (
    ("localhost", "RFC 6761"),
    ("local", "RFC 6762"),
    ("home.arpa", "RFC 8375"),
    ("internal", "reserved by ICANN in 2024"),
)
DOTTED = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")
# What the C library, and so a browser, may read as a number: 2130706433, 0177.0.0.1, 0x7f.1.
NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)", re.IGNORECASE | re.DOTALL)

LONGEST = 2000  # characters, as in the columns that hold addresses
STANDARD = {"http": 80, "https": 443}
# Pages stand on these. The others are of mail, databases and consoles, at whose doors Recap must not knock.
OPEN_PORTS = frozenset({80, 443, 8080, 8443})
HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]")
KEPT = "!#$%&'()*+,/:;=?@[]~"  # not quoted in a path: quoted already, or with a meaning of its own


def host_of(url: str) -> str:
    """Return the host of a web address in ASCII, with a port that is not the ordinary one.

    Raises ValueError if it is not an http or https address.
    """
    host = canonical_url(url).split("/")[2]
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return host


class FetchError(Exception):
    """Nothing was fetched; the message is a sentence for an editor, `reason` a word for a program:

    address (it is none), refused (it does not lead to the public internet), port, name (there is no
    such host), connection, tls, slow, large, redirects, broken (what came is no HTTP), robots (the
    server asks machines not to), busy (the server is being asked for something else), status (it
    answered that it has nothing to give).
    """

    def __init__(self, reason: str, sentence: str):
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True)
class Target:
    """An address taken apart: `host` in ASCII, an IPv6 one in brackets; `path` quoted, with the query."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str, *, base: str = "", ports: Container[int] = OPEN_PORTS) -> "Target":
        """Raises FetchError where the spelling tells that it must not be asked."""
        if len(url) > LONGEST:
            raise FetchError("address", f"The address is longer than {LONGEST:,} characters.")
        try:
            parts = urlsplit(urljoin(base, url.strip()))
            port = STANDARD[parts.scheme] if parts.port is None else parts.port
            host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
            host = host.encode("idna").decode().lower()
        except (ValueError, KeyError) as error:
            raise FetchError("address", f"“{url[:100]}” is no web address.") from error
        if not HOST.fullmatch(host):
            raise FetchError("address", f"“{url[:100]}” is no web address.")
        if "@" in parts.netloc:
            raise FetchError("address", "The address holds a name or a password, which are not sent.")
        if not is_public_host(host):
            raise FetchError("refused", f"“{host}” is no address of the public internet.")
        if port not in ports:
            raise FetchError("port", f"No page is expected on port {port}, so it was not asked.")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme, host, port, quote(path, safe=KEPT))

    @property
    def url(self) -> str:
        port = "" if self.port == STANDARD[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.path}"

    @property
    def name(self) -> str:
        """The host as name servers and certificates know it."""
        return self.host.strip("[]")


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether `ip` is an address that anybody on the internet could reach as well."""
    if any(ip.version == network.version and ip in network for network, _, _ in REFUSED):
        return False
    if isinstance(ip, IPv4Address):
        return True
    return ip in GLOBAL_UNICAST and (int(ip) >> 32) & 0xFCFFFFFF != ISATAP


def is_public_host(host: str) -> bool:
    """Whether `host` could be public by its spelling: where a name leads is not asked.

    A number in another form than 192.0.2.1 is not: nobody publishes at such an address.
    """
    host = host.strip("[]").rstrip(".").lower()
    if ":" in host or DOTTED.fullmatch(host):
        try:
            return "%" not in host and is_public(ip_address(host))
        except ValueError:
            return False
    if "." not in host or NUMERIC.fullmatch(host):
        return False
    return not any(host == name or host.endswith(f".{name}") for name, _ in PRIVATE_NAMES)
