"""What a robots.txt asks of machines."""

import time

import pytest

from sources.robots import concerning, is_settled, may_read, pause

PAGE = "https://paper.example/news/1?a=b"


def allows(text, url=PAGE):
    return may_read(concerning(text.encode()), url)


@pytest.mark.parametrize(
    ("status", "settled"),
    [(200, True), (404, True), (401, True), (429, False), (500, False), (503, False), (None, False)],
)
def test_a_server_in_trouble_has_not_said_what_it_allows(status, settled):
    assert is_settled(status) is settled


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("<!doctype html><p>Not found: Disallow: /</p>", True),
        ("Disallow: /", True),  # for nobody
        ("User-agent: *\nDisallow: /", False),
        ("USER-AGENT : *\r\n disallow :/ # all of it\r\n", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /news", False),
        ("User-agent: *\nDisallow: /views", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", True),
        ("User-agent: *\nAllow: /news/\nDisallow: /", True),
        ("User-agent: *\nAllow: /news/\nDisallow: /news/1", False),
        ("User-agent: *\nAllow: /news\nDisallow: /news", True),
        ("User-agent: *\nDisallow: /*/1", False),
        ("User-agent: *\nDisallow: /news/1$", True),
        ("User-agent: *\nDisallow: /*a=b$", False),
        ("User-agent: *\nDisallow: /n%65ws/", False),
        ("User-agent: Other\nDisallow: /", True),
        ("User-agent: recap\nDisallow: /", False),
        ("User-agent: Recap/2.0\nDisallow: /", False),
        ("User-agent: rec\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Recap\nDisallow: /views", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Recap", True),
        ("User-agent: Other\nUser-agent: Recap\n\nDisallow: /\nUser-agent: *\nAllow: /", False),
        ("User-agent: Recap\nDisallow: /\nUser-agent: *\nAllow: /\nUser-agent: Recap\nAllow: /views", False),
        ("User-agent: Recap # ours\nDisallow: /", False),
        ("User-agent: Recap\nSitemap: /map\nUser-agent: Other\nDisallow: /", False),
    ],
)
def test_the_longest_rule_of_our_group_decides(text, allowed):
    assert allows(text) is allowed


@pytest.mark.parametrize(
    "body",
    [
        "\ufeffUser-agent: *\nDisallow: /新闻".encode(),
        "User-agent: *\nDisallow: /新闻".encode("utf-16"),
        b"User-agent: *\n# \xd0\xc2\xce\xc5 in GBK\nDisallow: /%E6%96%B0%e9%97%bb",
        b"\0User-agent: *\nDisallow: /\xe6\x96\xb0\0",
    ],
    ids=["with a mark", "UTF-16", "GBK", "NUL"],
)
def test_any_charset_is_read(body):
    assert "\0" not in concerning(body)
    assert not may_read(concerning(body), "https://paper.example/%E6%96%B0%E9%97%BB/1")
    assert may_read(concerning(body), "https://paper.example/news")


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("5", 5), ("0.5", 0.5), ("3600", 30), ("inf", 0), ("nan", 0), ("-1", 0), ("soon", 0), ("", 0)],
)
def test_a_pause_may_be_asked_for_within_bounds(asked, seconds):
    assert pause(concerning(f"User-agent: *\nCrawl-delay: {asked}".encode())) == seconds


def test_only_the_first_500_kilobytes_are_read():
    padding = "# \n" * (500 * 1024 // 3)

    assert not allows(f"User-agent: *\nDisallow: /\n{padding}")
    assert allows(f"{padding}User-agent: *\nDisallow: /\n")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: a{count}\n" for count in range(20_000)) + "Disallow: /\n" * 20_000,
        "User-agent: *\n" * 15_000 + "Disallow: /*a*b*c$\n" * 14_000,
        "User-agent: *\nDisallow: " + "*a" * 240_000,
    ],
    ids=["many agents", "many rules", "many stars"],
)
def test_what_is_made_to_cost_costs_little(text):
    began = time.process_time()

    may_read(concerning(text.encode()), f"https://paper.example/{'ab' * 900}")

    assert time.process_time() - began < 3
