"""Addresses inside somebody's network are refused on every path to them, and nothing can open the way."""

import ast
import re
import socket
from functools import partial

import pytest

from sources import fetch, networks
from sources.fetch import PUBLIC, FetchError, Way
from tests.sources.server import names
from tests.sources.web import redirect
from tests.test_boundaries import OURS, ROOT, tree

ADDRESSES = {
    "loopback": "127.0.0.1",
    "loopback elsewhere": "127.8.9.1",
    "loopback in IPv6": "::1",
    "unspecified": "0.0.0.0",
    "private 10": "10.0.0.1",
    "private 172": "172.16.0.1",
    "private 192": "192.168.1.1",
    "private in IPv6": "fd12:3456::1",
    "link-local": "169.254.169.254",
    "link-local in IPv6": "fe80::1",
    "carrier": "100.64.0.1",
    "multicast": "224.0.0.1",
    "multicast in IPv6": "ff02::1",
    "broadcast": "255.255.255.255",
    "IPv4-mapped loopback": "::ffff:127.0.0.1",
    "IPv4-mapped private": "::ffff:10.0.0.1",
    "IPv4-mapped in hexadecimal": "::ffff:a9fe:a9fe",
    "NAT64": "64:ff9b::10.0.0.1",
    "6to4": "2002:a00:1::",
}
SPELLINGS = {
    "decimal": "2130706433",
    "octal": "0177.0.0.1",
    "octal in one": "017700000001",
    "hexadecimal": "0x7f.0.0.1",
    "hexadecimal in one": "0x7F000001",
    "short": "127.1",
    "zero": "0",
    "wide digits": "１２７.0.0.1",
    "wide dots": "127。0。0。1",
    "escaped": "%31%32%37.0.0.1",
    "a name for it": "localhost",
    "a name below it": "a.localhost",
    "a dot at the end": "localhost.",
    "the metadata of a cloud": "metadata.google.internal",
}
hosts = pytest.mark.parametrize(
    "host",
    [f"[{ip}]" if ":" in ip else ip for ip in ADDRESSES.values()] + list(SPELLINGS.values()),
    ids=[*ADDRESSES, *SPELLINGS],
)
addresses = pytest.mark.parametrize("ip", ADDRESSES.values(), ids=ADDRESSES)


def refusal(get, url):
    with pytest.raises(FetchError) as refused:
        get(url)
    return refused.value


@hosts
def test_an_address_is_refused_before_anybody_is_asked(host):
    error = refusal(partial(fetch.fetch, way=Way(resolve=None)), f"http://{host}/")

    assert error.reason == ("address" if "%" in host else "refused")


@addresses
def test_a_name_that_leads_to_it_is_refused_before_it_is_connected_to(ip):
    resolve = names(**{"inside.example": ["8.8.8.8", ip]})

    error = refusal(partial(fetch.fetch, way=Way(resolve=resolve)), "https://inside.example/")

    assert (error.reason, str(error)) == (
        "refused",
        "“inside.example” does not lead to the public internet.",
    )


@hosts
def test_a_redirect_to_it_is_refused(web, host):
    web.site("evil.example")["/"] = redirect(f"//{host}/")

    assert refusal(web.fetch, "http://evil.example/").reason == ("address" if "%" in host else "refused")


@pytest.mark.parametrize("ip", [ip for ip in ADDRESSES.values() if ip != "127.0.0.1"])
def test_a_redirect_to_a_name_that_leads_to_it_is_refused(web, ip):
    web.site("evil.example")["/"] = redirect("https://inside.example/")
    web.leads["inside.example"] = ip

    assert refusal(web.fetch, "http://evil.example/").reason == "refused"


@pytest.mark.parametrize(
    "scheme", ["file:///etc/passwd", "gopher://a.example/", "ftp://a.example/", "dict://a/"]
)
def test_a_redirect_to_what_is_no_web_is_refused(web, scheme):
    web.site("evil.example")["/"] = redirect(scheme)

    assert refusal(web.fetch, "http://evil.example/").reason == "address"


def test_a_name_that_changes_after_it_was_judged_is_not_asked_again(web):
    """The server is reached though its name leads inside by then: nobody resolves it a second time."""
    site = web.site("evil.example")
    asked = []

    def resolve(*question, **hints):
        asked.append(question)
        found = web.way.resolve(*question, **hints)
        return found if len(asked) == 1 else names(**{"evil.example": ["10.0.0.1"]})(*question)

    way = Way(**{**vars(web.way), "resolve": resolve})

    assert fetch.fetch("http://evil.example/", way=way).status == 404
    assert (len(asked), len(site.requests)) == (1, 1)
    assert refusal(partial(fetch.fetch, way=way), "http://evil.example/").reason == "refused"


# Nothing opens the way


def test_production_has_one_way_and_it_is_constant():
    ports = frozenset({80, 443, 8080, 8443})

    assert Way(socket.getaddrinfo, networks.is_public, ports, fetch.certificates) == PUBLIC
    assert fetch.fetch.__kwdefaults__["way"] is PUBLIC
    with pytest.raises(AttributeError):
        PUBLIC.may_reach = bool


def test_nobody_but_a_test_hands_in_another_way():
    texts = {file: (ROOT / file).read_text() for file in OURS}
    fetching = [file for file, text in texts.items() if re.search(r"sources(\.| import )fetch\b", text)]

    assert "sources/tasks.py" in fetching
    assert [file for file in fetching if re.search(r"\b[Ww]ay *=|\bWay\b|\bPUBLIC\b", texts[file])] == []


def test_the_fetcher_reads_one_setting_and_the_judge_none():
    def read(file):
        found = [node for node in tree(file) if isinstance(node, ast.Attribute)]
        return {node.attr for node in found if getattr(node.value, "id", "") == "settings"}

    assert read("sources/fetch.py") == {"SITE_URL"}
    assert "settings" not in (ROOT / "sources/networks.py").read_text()


@pytest.mark.parametrize("mode", ["development", "production"])
def test_no_variable_of_the_environment_opens_it(monkeypatch, settings, web, mode):
    """Each that a library might read, and each of ours."""
    site = web.site("inside.example")
    settings.DEBUG = mode == "development"
    settings.ALLOWED_HOSTS = settings.INTERNAL_IPS = ["127.0.0.1", "inside.example"]
    settings.SITE_URL = "http://127.0.0.1:8000"
    for name in ("http_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "RECAP_ALLOW_LOOPBACK"):
        monkeypatch.setenv(name, "http://127.0.0.1:8000")
    monkeypatch.setenv("RECAP_MODE", mode)

    way = Way(resolve=web.way.resolve)  # as in production, but for the name server

    assert refusal(partial(fetch.fetch, way=way), "http://inside.example/").reason == "refused"
    assert site.requests == []
