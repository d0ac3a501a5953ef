"""A real mailing's message, as it is handed to the mail server."""

import os
import re
import shutil
import subprocess
from collections import Counter
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from editions import roundup
from editions.assembly import fill as fill_edition
from recap.demo import masthead as standing
from subscribers.mail import Mail
from subscribers.outcome import Claimed
from subscribers.renditions import rendered
from subscribers.sending import Connection
from tests.factories import make_edition, make_mailing, make_masthead, make_person, make_subscriber

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
HOST = "news.example.com"


@pytest.fixture(params=["8bit", "7bit"])
def sent(request, settings):
    """An edition of the demo to a reader with a name beyond ASCII, for a server with 8BITMIME or without."""
    settings.SITE_URL = f"https://{HOST}"
    make_masthead(
        name="China Recap",
        sender_name="China Recap 出海",
        sender_address="editors@news.example.com",
        reply_to="desk@news.example.com",
    )
    text = (ROOT / "recap/demo/editions/26.txt").read_text()
    parsed = roundup.parse(text, introduction=standing.INTRODUCTION, signoff=standing.SIGNOFF)
    edition = make_edition(number=26, title="BYD starts in Bahia and stops in Mexico")
    edition.sections.all().delete()
    fill_edition(edition, parsed.document, by=make_person("editor"))
    reader = make_subscriber("reader@inbox.example.com", name="李雷")
    mailing = make_mailing(
        reader, occasion="edition 26", subject="China Recap No. 26: BYD starts in Bahia 比亚迪"
    )
    html, plain = rendered(edition.document())
    mailing.renditions.update(subject=mailing.subject, html=html, text=plain)
    server = Connection({}, HOST)
    server.eight_bit, server.utf8, server.on_the_wire = request.param == "8bit", False, False
    row = mailing.deliveries.get()
    claimed = Claimed(row.pk, reader.pk, reader.key, reader.address, reader.name, row.rendition_id, 0)
    return Mail().of(mailing.pk).fill(claimed, server)[2]


@pytest.fixture
def parsed(sent):
    return message_from_bytes(sent, policy=policy.strict)


def part(message, kind):
    return message.get_body((kind,)).get_content()


class Page(HTMLParser):
    """What a reader sees of the HTML, and what it names."""

    def __init__(self, html):
        super().__init__()
        self.words, self.tags, self.fetched, self.links, self._silent = "", set(), [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        self._silent += tag in ("style", "title")
        self.fetched += [attributes[name] for name in ("src", "srcset", "background") if attributes.get(name)]
        if tag == "a":
            self.links.append(attributes["href"])
        self.words += "" if tag in ("a", "strong", "em", "span", "b", "i") else " "

    def handle_endtag(self, tag):
        self._silent -= tag in ("style", "title")

    def handle_data(self, data):
        self.words += "" if self._silent else data


def words_of(text):
    return Counter(re.findall(r"\w+", text))


def test_a_strict_reader_of_mail_finds_nothing_wrong(parsed):
    assert [part.defects for part in parsed.walk()] == [[], [], []]
    assert parsed.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]
    for header in ("From", "To", "Subject", "Date", "Message-ID", "List-Id"):
        assert len(parsed.get_all(header)) == 1
    assert str(parsed["To"]) == "李雷 <reader@inbox.example.com>"
    assert str(parsed["Subject"]).endswith("比亚迪")


def test_its_lines_end_as_they_should_and_are_short_enough(sent):
    lines = sent.split(b"\r\n")

    assert sent.count(b"\n") == sent.count(b"\r") == len(lines) - 1
    assert max(map(len, lines)) <= 998


def test_a_server_that_takes_seven_bits_gets_no_more(sent, request):
    assert sent.isascii() == ("7bit" in request.node.name)


def test_both_parts_carry_the_same_words(parsed):
    html, text = Page(part(parsed, "html")), part(parsed, "plain")
    urls = re.findall(r"https?://\S+", text)
    written = words_of(re.sub(r"https?://\S+|\[\d+\]|Week of .* 2025", "", text))
    shown = words_of(html.words.replace("Read on the web", "", 1))  # above and below

    assert (shown - written, written - shown) == ({}, {})
    # A headline leads to the page of its item in the HTML alone.
    assert {link for link in html.links if "/items/" not in link} == set(urls)


def test_it_holds_no_script_and_fetches_nothing_from_elsewhere(parsed):
    page = Page(part(parsed, "html"))

    assert not page.tags & {"script", "iframe", "object", "embed", "form", "link", "video", "audio"}
    assert [url for url in page.fetched if urlsplit(url).netloc not in ("", HOST)] == []


def test_it_can_be_left_with_one_click(parsed):
    assert re.fullmatch(r"<https?://[^>]+/leave/[\w-]{36}/>", parsed["List-Unsubscribe"])
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_gmail_shows_all_of_it(parsed):
    assert len(part(parsed, "html").encode()) < 102 * 1024


@pytest.mark.skipif(not shutil.which("spamassassin"), reason="no spamassassin")
@pytest.mark.parametrize("sent", ["8bit"], indirect=True)
def test_spamassassin_takes_it_for_no_spam(sent, tmp_path):
    """By its local tests: it asks nobody."""
    command = ["spamassassin", "-L", "-t", "-x"]
    environment = {**os.environ, "HOME": str(tmp_path)}
    told = subprocess.run(command, input=sent, capture_output=True, env=environment, timeout=120, check=True)
    report = told.stdout.decode(errors="replace")

    points = float(re.search(r"Content analysis details:\s+\((-?[\d.]+) points", report)[1])
    assert points <= 1.0, report
