"""The web that the tests of gathering ask: what it does not say, nobody need find."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from sources.fetch import FetchError
from tests.sources.web import Reply, bomb, redirect

ETAG, DATE = '"1"', "Mon, 09 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_site_answers_by_its_name(web, scheme):
    web.site("paper.example")["/rss"] = Reply("<rss/>", "application/rss+xml")
    web.site("wire.example")["/rss"] = Reply("<feed/>", status=203)

    paper, wire = (web.fetch(f"{scheme}://{name}.example/rss") for name in ("paper", "wire"))

    assert (paper.status, paper.body, paper.headers["content-type"]) == (
        200,
        b"<rss/>",
        "application/rss+xml",
    )
    assert (wire.status, wire.body) == (203, b"<feed/>")


def test_what_is_asked_is_kept_and_what_is_not_there_is_404(web):
    paper = web.site("paper.example")

    got = web.fetch("http://paper.example/a?b=1", headers={"If-None-Match": ETAG})

    assert got.status == 404
    assert paper.paths == ["/a?b=1"]
    assert paper.requests[0].headers["if-none-match"] == ETAG


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"If-None-Match": ETAG}, 304),
        ({"If-None-Match": '"2"', "If-Modified-Since": DATE}, 200),
        ({"If-Modified-Since": DATE}, 304),
        ({"If-Modified-Since": "Mon, 09 Nov 2026 07:59:59 GMT"}, 200),
    ],
    ids=["same tag", "other tag", "same date", "other date"],
)
def test_a_reply_is_not_repeated_to_whom_it_is_known(web, asked, status):
    web.site("paper.example")["/rss"] = Reply("<rss/>", etag=ETAG, modified=DATE)

    got = web.fetch("http://paper.example/rss", headers=asked)

    assert (got.status, got.body) == (status, b"<rss/>" if status == 200 else b"")
    assert got.headers["etag"] == ETAG


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (bomb(), "large"),
        (Reply("x" * 1000, endless=True), "large"),
        (Reply("x" * 1000, trickle=0.05), "slow"),
        (Reply(delay=1), "slow"),
        (redirect("/"), "redirects"),
        (redirect("file:///etc/passwd"), "address"),
        (redirect("https://inside.example/"), "refused"),
        (redirect("http://nobody.example/"), "name"),
    ],
    ids=["bomb", "endless", "trickle", "delay", "loop", "file", "inside", "nobody"],
)
def test_a_site_may_mean_harm(web, reply, reason):
    web.site("evil.example")["/"] = reply
    web.leads["inside.example"] = "10.0.0.1"

    with pytest.raises(FetchError) as refused:
        web.fetch("http://evil.example/", seconds=0.3)

    assert refused.value.reason == reason


def test_a_reply_may_depend_on_what_is_asked(web):
    times = iter(["first", "second"])
    web.site("paper.example")["/rss"] = lambda request: Reply(f"{next(times)} {request.path}")

    got = [web.fetch(f"http://paper.example/rss?a={count}").body for count in (1, 2)]

    assert got == [b"first /rss?a=1", b"second /rss?a=2"]


def test_requests_at_once_are_counted_for_each_site(web):
    paper, wire = (web.site(name) for name in ("paper.example", "wire.example"))
    paper["/"] = wire["/"] = Reply(delay=0.1)
    with ThreadPoolExecutor() as readers:
        list(readers.map(web.fetch, ["http://paper.example/"] * 3))
    for _ in range(3):
        web.fetch("http://wire.example/")

    assert (paper.most, wire.most) == (3, 1)
