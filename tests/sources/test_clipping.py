"""Clipping a page by its address."""

from datetime import UTC, datetime

import pytest

from sources import judging
from sources.clipping import clip, source_of
from sources.fetch import FetchError
from sources.models import Clipping, Source
from tests.factories import NOON, make_clipping, make_company, make_person, make_source
from tests.sources.web import Reply

pytestmark = pytest.mark.django_db
URL = "https://paper.example/news/1"
PAGE = """<!doctype html><html lang="en"><head><title>Luvo recalls scooters over brake fault | Paper</title>
<meta property="og:title" content="Luvo recalls scooters over brake fault">
<meta property="og:site_name" content="The Daily Paper"><meta name="author" content="Mei Tan">
<meta property="og:description" content="Forty thousand are called back.">
<meta property="og:image" content="/brake.jpg">
<meta property="article:published_time" content="2025-07-14T08:00:00Z">{more}</head><body></body></html>"""


@pytest.fixture
def paper(web):
    site = web.site("paper.example")
    site["/news/1"] = Reply(PAGE.format(more=""))
    return site


@pytest.fixture
def take(web, paper):
    """Clip an address; return the clipping and whether it is new."""
    person = make_person()

    def take(url=URL, **words):
        return clip(url, by=person, clock=lambda: NOON, visit=web.fetch, **words)

    return take


def test_a_page_fills_in_what_it_says(take):
    clipping, is_new = take()

    assert is_new
    assert clipping.title == "Luvo recalls scooters over brake fault"
    assert (clipping.author, clipping.language, clipping.kind) == ("Mei Tan", "en", "recall")
    assert clipping.summary == "Forty thousand are called back."
    assert clipping.image_url == "https://paper.example/brake.jpg"
    assert clipping.published_at == datetime(2025, 7, 14, 8, tzinfo=UTC)
    assert (clipping.clipped_by is None, clipping.trouble) == (False, "")


def test_a_source_is_made_where_none_has_the_server(take):
    source = take()[0].source

    assert (str(source), source.home_page) == ("The Daily Paper", "https://paper.example/")


@pytest.mark.parametrize(
    "facts",
    [{"home_page": "https://www.paper.example/en"}, {"name": "the daily paper"}],
    ids=["server", "name"],
)
def test_a_source_that_is_there_is_taken(take, facts):
    source = make_source(**facts)

    assert take()[0].source == source
    assert Source.objects.count() == 1


def test_a_server_is_known_by_its_whole_name():
    make_source(home_page="https://newspaper.example/")

    assert source_of(URL) is None


@pytest.mark.parametrize(
    "url", [URL, f" {URL}?utm_source=mail#top ", "paper.example/news/1", "http://paper.example/news/1"]
)
def test_an_address_is_clipped_once(take, paper, url):
    first, _ = take()
    again, is_new = take(url)

    assert (again, is_new) == (first, False)
    assert len(paper.requests) == 1


def test_a_page_that_names_another_address_as_its_own_is_that_one(take, paper):
    first, _ = take()
    paper["/m/1"] = Reply(PAGE.format(more='<link rel="canonical" href="http://paper.example/news/1">'))
    again, is_new = take("https://paper.example/m/1")

    assert (again, is_new) == (first, False)


def test_a_canonical_address_that_does_not_fit_is_not_believed(take, paper):
    paper["/news/2"] = Reply(PAGE.format(more=f'<link rel="canonical" href="/?q={"路" * 500}">'))

    assert take("https://paper.example/news/2")[0].canonical_url == "https://paper.example/news/2"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=403), "answered 403"),
        (Reply(b"%PDF-1.7", "application/pdf"), "no web page but application/pdf"),
        (Reply(b"x" * 1000, endless=True), "larger than|more than a page"),
    ],
    ids=["status", "kind", "endless"],
)
def test_a_page_that_cannot_be_read_is_a_clipping_with_the_reason(take, paper, reply, words):
    paper["/news/1"] = reply
    clipping, is_new = take(title=" Luvo  recalls ", summary="As I saw it.")

    assert is_new
    assert any(word in clipping.trouble for word in words.split("|"))
    assert (clipping.title, clipping.summary, clipping.source) == ("Luvo recalls", "As I saw it.", None)


def test_a_server_that_does_not_answer_is_a_clipping_with_the_reason(take):
    def visit(url):
        raise FetchError("robots", "paper.example asks machines not to read this page.")

    clipping, _ = clip(URL, by=None, clock=lambda: NOON, visit=visit)
    assert clipping.trouble == "paper.example asks machines not to read this page."


def test_a_page_that_could_not_be_read_is_read_again(take, paper):
    company, lead = make_company("Luvo"), make_clipping()
    paper["/news/1"], good = Reply(status=503), paper["/news/1"]
    take()
    paper["/news/1"] = good
    clipping, is_new = take()

    assert (is_new, clipping.trouble, clipping.summary) == (False, "", "Forty thousand are called back.")
    assert clipping.companies.get() == company
    assert Clipping.objects.exclude(pk=lead.pk).get() == clipping


def test_what_somebody_decided_while_it_was_read_stays(take, paper):
    clipping = make_clipping(url=URL, canonical_url=URL, trouble="The server answered 503.")

    def visit(url):
        judging.dismiss(clipping.pk, "Dead.", by=None, now=NOON)
        raise FetchError("slow", "paper.example did not answer.")

    read, _ = clip(URL, by=None, clock=lambda: NOON, visit=visit)
    assert (read.state, read.reason, read.trouble) == ("dismissed", "Dead.", "paper.example did not answer.")


@pytest.mark.parametrize(
    "text",
    [
        f"轮子公司在塞格德建厂 {URL}",
        f"【轮子公司在塞格德建厂】{URL}，复制后打开客户端",
        f"Luvo opens in Szeged\n{URL}\nfrom the app of the paper",
    ],
    ids=["space", "brackets", "lines"],
)
def test_what_an_app_copies_with_the_address_is_passed_over(take, paper, text):
    clipping, _ = take(text)

    assert clipping.url == URL


@pytest.mark.parametrize(
    "address",
    ["", "news", "paper.example/?to=https://other.example/", "ftp://paper.example/", "https://[paper", "https://paper.example:x/",
     "https://pa per.example", "javascript:alert(1)", "lin@paper.example", "mailto:lin@paper.example",
     f"https://paper.example/{'x' * 2000}",
     f"https://paper.example/{'路' * 700}",
     "https://paper.example/\n1"],
    ids=["none", "word", "inner", "scheme", "brackets", "port", "space", "script", "mailbox", "letter",
         "long", "long in bytes", "line"],
)  # fmt: skip
def test_what_is_no_address_is_called_so(take, paper, address):
    with pytest.raises(ValueError, match="is no web address"):
        take(address)

    assert (Clipping.objects.count(), paper.requests) == (0, [])
