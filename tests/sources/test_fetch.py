"""Fetching, from a server that means harm."""

import gzip
import socket
import time
import tracemalloc
import zlib

import brotli
import pytest

from sources.fetch import LARGEST_BODY, FetchError, Way, fetch
from tests.sources.server import answer, certified, names, serving, way
from tests.sources.web import Reply, bomb


def refusal(url, **options):
    """Why an address is not fetched, in a word."""
    with pytest.raises(FetchError) as refused:
        fetch(url, **options)
    assert str(refused.value).endswith(".")
    return refused.value.reason


def moves(*steps):
    """What a server replies that redirects from each path to what is named for it."""
    steps = dict(steps)

    def reply(head):
        path = head.split()[1]
        return answer("302 Found", Location=steps[path]) if path in steps else answer(body=path.encode())

    return reply


# What is fetched


def test_a_page_is_fetched_by_its_name():
    with serving(lambda head: answer(body=b"Hello", Content_Type="text/plain")) as (port, heads):
        got = fetch(f"http://news.example:{port}/a?b=1#top", way=way())

    assert (got.status, got.body, got.headers["content-type"]) == (200, b"Hello", "text/plain")
    assert got.url == f"http://news.example:{port}/a?b=1"
    assert heads[0].startswith("GET /a?b=1 HTTP/1.1\r\n")
    assert f"Host: news.example:{port}\r\n" in heads[0]


def test_what_is_asked_is_said_in_the_headers():
    with serving(lambda head: answer()) as (port, heads):
        fetch(f"http://news.example:{port}", way=way(), headers={"If-None-Match": '"1"'})

    assert 'If-None-Match: "1"\r\n' in heads[0]
    assert "Accept-Encoding: gzip, deflate, br\r\n" in heads[0]


@pytest.mark.parametrize(
    ("site", "agent"),
    [
        ("https://news.example.com", "Recap (news.example.com; +https://news.example.com/about/)"),
        ("http://127.0.0.1:8000/a", "Recap (127.0.0.1:8000; +http://127.0.0.1:8000/a/about/)"),
        ("https://新.example", "Recap (%E6%96%B0.example; +https://%E6%96%B0.example/about/)"),
    ],
)
def test_whoever_is_asked_is_told_by_whom(settings, site, agent):
    settings.SITE_URL = site
    with serving(lambda head: answer()) as (port, heads):
        fetch(f"http://news.example:{port}", way=way())

    assert f"User-Agent: {agent}\r\n" in heads[0]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("/新闻?q=小米", "/%E6%96%B0%E9%97%BB?q=%E5%B0%8F%E7%B1%B3"),
        ("/a b", "/a%20b"),
        ("/a%20b?c=%2F", "/a%20b?c=%2F"),
        ("//other.example/a", "//other.example/a"),
        ("?a", "/?a"),
        ("/a\r\nX-Evil: 1", "/aX-Evil:%201"),
    ],
)
def test_a_path_is_asked_as_it_is_written_and_in_one_line(written, asked):
    with serving(lambda head: answer()) as (port, heads):
        fetch(f"http://news.example:{port}{written}", way=way())

    assert heads[0].split("\r\n")[0] == f"GET {asked} HTTP/1.1"
    assert "\nX-Evil" not in heads[0]


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"News", mtime=0)),
        ("br", brotli.compress(b"News")),
        ("deflate", zlib.compress(b"News")),
    ],
)
def test_a_body_is_unpacked(coding, packed):
    with serving(lambda head: answer(body=packed, Content_Encoding=coding)) as (port, _):
        assert fetch(f"http://news.example:{port}/", way=way()).body == b"News"


def test_a_head_has_no_body():
    with serving(lambda head: answer(Content_Length=50_000_000)) as (port, heads):
        got = fetch(f"http://news.example:{port}/", method="HEAD", way=way())

    assert (got.status, got.body) == (200, b"")
    assert heads[0].startswith("HEAD /")


def test_without_a_limit_for_it_no_body_is_read():
    with serving(lambda head: answer(Content_Length=50_000_000)) as (port, _):
        assert fetch(f"http://news.example:{port}/", limit=0, way=way()).body == b""


# What is refused by its spelling


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://news.example/a",
            "file:///etc/passwd",
            "gopher://news.example",
            "javascript:alert(1)",
            "data:,a",
        ),
        *(
            "",
            "news.example/a",
            "//news.example",
            "http://",
            "http:///a",
            "http://[::1",
            "http://a..b.example",
        ),
        *(
            "http://news.example:port/",
            "http://news.example:99999/",
            "http://new<s>.example/",
        ),
        *(
            "http://user:word@news.example/",
            "http://user@news.example/",
            "http://news.example\\@evil.example/",
        ),
        f"http://news.example/{'a' * 2000}",
    ],
)
def test_what_is_no_web_address_is_not_fetched(url):
    assert refusal(url, way=way()) == "address"


@pytest.mark.parametrize(
    "url",
    [
        *("http://localhost/", "http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/"),
        *("http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data/", "https://router.local/"),
        *(
            "http://127。0。0。1/",
            "http://１２７.0.0.1/",
            "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
        ),  # IDNA makes digits, dots and letters
    ],
)
def test_an_address_inside_a_network_is_refused_before_anybody_is_asked(url):
    assert refusal(url, way=way(resolve=None)) == "refused"


@pytest.mark.parametrize("port", [0, 22, 25, 3306, 6379, 9200])
def test_a_port_where_no_pages_stand_is_not_asked(port):
    assert refusal(f"http://news.example:{port}/", way=Way(resolve=None)) == "port"


# What is refused by where it leads


@pytest.mark.parametrize(
    "answers",
    [
        ["10.0.0.1"],
        ["8.8.8.8", "127.0.0.1"],
        ["2606:4700::1111", "::ffff:10.0.0.1"],
        ["8.8.8.8"] * 5 + ["::1"],
        [],
    ],
)
def test_a_name_that_leads_anywhere_private_is_refused(answers):
    resolve = names(**{"news.example": answers})

    assert refusal("http://news.example/", way=Way(resolve=resolve)) == "refused"


def test_a_public_name_may_be_reached_on_the_ordinary_way():
    assert refusal("http://news.example:8080/", way=Way(resolve=no_such_name)) == "name"


def no_such_name(*question, **hints):
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_name_is_resolved_once_however_its_answer_changes():
    given = iter([["127.0.0.1"], ["127.0.0.2"]])

    def resolve(host, port, **hints):
        return names(**{host: next(given)})(host, port)

    with serving(lambda head: answer(body=b"the first")) as (port, _):
        got = fetch(f"http://news.example:{port}/", way=way(resolve=resolve))

    assert got.body == b"the first"
    assert next(given) == ["127.0.0.2"]


def test_each_redirect_is_resolved_and_judged_anew():
    given = iter([["127.0.0.1"], ["127.0.0.2"]])

    def resolve(host, port, **hints):
        return names(**{host: next(given)})(host, port)

    judge = way(resolve=resolve, may_reach=lambda ip: str(ip) == "127.0.0.1")
    with serving(moves(("/", "/next"))) as (port, heads):
        assert refusal(f"http://news.example:{port}/", way=judge) == "refused"

    assert len(heads) == 1


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1/", "refused"),
        ("http://[::1]/", "refused"),
        ("//2130706433/", "refused"),
        ("http://localhost:6379/", "refused"),
        ("file:///etc/passwd", "address"),
        ("ftp://news.example/", "address"),
        ("http://user:word@news.example/", "address"),
        ("http://[", "address"),
        (f"/{'a' * 2000}", "address"),
    ],
)
def test_a_redirect_is_judged_like_an_address(location, reason):
    with serving(moves(("/", location))) as (port, heads):
        assert refusal(f"http://news.example:{port}/", way=way()) == reason

    assert len(heads) == 1


def test_redirects_are_followed_and_kept():
    with serving(moves(("/a", "b/?c=é"), ("/b/?c=%C3%A9", "../d#e"))) as (port, _):
        site = f"http://news.example:{port}"
        got = fetch(f"{site}/a", way=way())

    assert [(hop.status, hop.url) for hop in got.hops] == [(302, f"{site}/b/?c=%C3%A9"), (302, f"{site}/d")]
    assert (got.url, got.body) == (f"{site}/d", b"/d")


def test_a_redirect_may_lead_to_another_host():
    with (
        serving(lambda head: answer(body=b"Moved")) as (port, heads),
        serving(lambda head: answer("301 Moved Permanently", Location=f"//other.example:{port}/a")) as (
            first,
            _,
        ),
    ):
        assert fetch(f"http://news.example:{first}/", way=way()).url == f"http://other.example:{port}/a"

    assert f"Host: other.example:{port}\r\n" in heads[0]


def test_a_redirect_that_is_not_followed_is_the_answer_and_judged_all_the_same():
    with serving(moves(("/a", "/b"), ("/c", "http://127.0.0.1/"))) as (port, heads):
        site = f"http://news.example:{port}"
        got = fetch(f"{site}/a", follow=False, way=way())
        assert refusal(f"{site}/c", follow=False, way=way()) == "refused"

    assert (got.url, got.status, [hop.url for hop in got.hops]) == (f"{site}/a", 302, [f"{site}/b"])
    assert len(heads) == 2


def test_five_redirects_are_followed_and_no_more():
    steps = [(f"/{step}", f"/{step + 1}") for step in range(1, 7)]
    with serving(moves(*steps)) as (port, heads):
        assert len(fetch(f"http://news.example:{port}/2", way=way()).hops) == 5
        assert refusal(f"http://news.example:{port}/1", way=way()) == "redirects"

    assert len(heads) == 6 + 6


@pytest.mark.parametrize("said", [answer("302 Found"), answer("201 Created", Location="/b")])
def test_an_answer_that_does_not_redirect_is_an_answer(said):
    with serving(lambda head: said) as (port, heads):
        assert fetch(f"http://news.example:{port}/", way=way()).status == int(said[9:12])

    assert len(heads) == 1


# What never ends, or is too much

LARGE = bytes(2_000_000)


@pytest.mark.parametrize(
    "bomb",
    [
        answer(body=LARGE),
        answer(body=gzip.compress(LARGE, mtime=0), Content_Encoding="gzip"),
        answer(body=gzip.compress(gzip.compress(LARGE, mtime=0)), Content_Encoding="gzip, gzip"),
        answer(body=brotli.compress(LARGE), Content_Encoding="br"),
        answer(body=zlib.compress(LARGE), Content_Encoding="deflate"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"100000\r\n%b\r\n" % LARGE[: 1 << 20] * 2,
        b"HTTP/1.0 200 OK\r\n\r\n" + LARGE,
    ],
    ids=["plain", "gzip", "gzip twice", "brotli", "deflate", "chunked", "without a length"],
)
def test_a_body_is_measured_unpacked(bomb):
    with serving(lambda head: bomb) as (port, _):
        assert refusal(f"http://news.example:{port}/", limit=1_000_000, way=way()) == "large"


def test_a_body_that_unpacks_to_nothing_is_measured_packed():
    empty = b"\x00\x00\x00\xff\xff" * 60_000  # blocks of no bytes. Source: RFC 1951, section 3.2.4.
    bomb = answer(body=b"\x78\x9c" + empty, Content_Encoding="deflate")
    with serving(lambda head: bomb) as (port, _):
        assert refusal(f"http://news.example:{port}/", limit=100_000, way=way()) == "large"


def test_a_head_that_does_not_end_is_cut_off():
    def reply(head):
        yield b"HTTP/1.1 200 OK\r\n"
        while True:
            yield b"X: " + b"x" * 60_000 + b"\r\n"

    with serving(reply) as (port, _):
        assert refusal(f"http://news.example:{port}/", way=way()) == "large"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"News " * 20_000, endless=True),
        bomb(32),
        Reply(brotli.compress(bytes(32 << 20), quality=1), headers={"Content-Encoding": "br"}),
    ],
    ids=["endless", "gzip", "brotli"],
)
def test_what_is_too_much_is_never_held(web, reply):
    web.site("evil.example")["/"] = reply
    refused = refusal("http://evil.example/", limit=1, way=web.way)  # and whatever is made once is made
    tracemalloc.start()
    try:
        assert refusal("http://evil.example/", way=web.way) == refused == "large"
        assert tracemalloc.get_traced_memory()[1] < 3 * LARGEST_BODY
    finally:
        tracemalloc.stop()


def slowly(data):
    for byte in data:
        yield bytes([byte])
        time.sleep(0.05)


def stalled():
    time.sleep(4)
    yield b""


def after_the_head():
    yield answer(Content_Length=500)
    yield from slowly(b"x" * 100)


@pytest.mark.parametrize("tls", [None, certified("news.example")], ids=["http", "https"])
@pytest.mark.parametrize(
    "said",
    [
        stalled,
        lambda: slowly(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20),
        lambda: slowly(b"HTTP/1.1 100 Continue\r\n\r\n" * 9),
        after_the_head,
    ],
    ids=["silent", "a head", "continue", "a body"],
)
def test_ten_seconds_are_ten_seconds_however_it_trickles(said, tls):
    began = time.monotonic()
    with serving(lambda head: said(), tls=tls) as (port, _):
        url = f"http{'s' if tls else ''}://news.example:{port}/"
        assert refusal(url, seconds=0.5, way=way()) == "slow"

    assert time.monotonic() - began < 3  # the shortest of them trickles for four seconds


def test_a_handshake_is_not_waited_for_either():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://news.example:{silent.getsockname()[1]}/"
        began = time.monotonic()
        assert refusal(url, seconds=0.3, way=way()) == "slow"

    assert time.monotonic() - began < 3


def test_a_name_server_that_is_slow_is_not_waited_for():
    def resolve(*question, **hints):
        time.sleep(4)

    began = time.monotonic()

    assert refusal("http://news.example/", seconds=0.2, way=way(resolve=resolve)) == "slow"
    assert time.monotonic() - began < 3


def test_redirects_share_the_time():
    def reply(head):
        time.sleep(0.2)
        return answer("302 Found", Location="/")

    with serving(reply) as (port, _):
        assert refusal(f"http://news.example:{port}/", seconds=0.5, way=way()) == "slow"


# What goes wrong


def test_a_closed_port_and_a_name_in_trouble_are_told_apart():
    def trouble(*question, **hints):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    with serving(lambda head: answer()) as (port, _):
        pass  # and now it is closed

    assert refusal(f"http://news.example:{port}/", way=way()) == "connection"
    assert refusal("http://news.example/", way=way(resolve=trouble)) == "connection"
    assert refusal("http://news.example/", way=way(resolve=no_such_name)) == "name"


def test_the_next_address_is_tried_where_one_takes_no_connection():
    resolve = names(**{"news.example": ["127.0.0.2", "127.0.0.1"]})
    with serving(lambda head: answer(body=b"Here")) as (port, _):
        assert fetch(f"http://news.example:{port}/", way=way(resolve=resolve)).body == b"Here"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        answer(Content_Length=10) + b"short",
        answer(body=b"no gzip", Content_Encoding="gzip"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    ],
    ids=["nothing", "no HTTP", "cut short", "no gzip", "no chunk", "200 headers"],
)
def test_what_is_no_answer_is_called_broken(said):
    with serving(lambda head: said) as (port, _):
        assert refusal(f"http://news.example:{port}/", way=way()) == "broken"


def test_a_certificate_is_checked_against_the_name():
    with serving(lambda head: answer(body=b"Safe"), tls=certified("news.example")) as (port, _):
        assert fetch(f"https://news.example:{port}/", way=way()).body == b"Safe"
        assert refusal(f"https://other.example:{port}/", way=way()) == "tls"


def test_a_certificate_that_nobody_vouches_for_is_not_believed():
    with serving(lambda head: answer(), tls=certified("news.example")) as (port, _):
        assert refusal(f"https://news.example:{port}/", way=way(trust=Way.trust)) == "tls"


def test_a_server_without_tls_is_not_taken_for_one_with_it():
    with serving(lambda head: answer()) as (port, _):
        assert refusal(f"https://news.example:{port}/", way=way()) == "tls"
