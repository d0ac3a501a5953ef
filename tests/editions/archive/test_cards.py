"""The picture that stands for an edition where its address is shared."""

import io
from dataclasses import replace

import html5lib
import pytest
from django.conf import settings
from PIL import Image

from editions.models import Snapshot
from editions.render import card as drawing
from editions.render.card import Card, draw
from tests.factories import NOON, make_masthead, make_published_edition, make_withdrawn_edition

TITLES = {
    "short": "Ships",
    "usual": "Shops in Lima, ships in Bahia and a recall",
    "as long as may be": "A week of recalls and of new works abroad " * 4 + "in Peru, in Chile and at sea",
    "one word": "Donaudampfschifffahrtsgesellschaftskapitaenswitwenrente" * 3,
    "Chinese": "小米汽车在海外建厂，比亚迪在巴西投产" * 10,
    "both": "小米 opens in Łódź",
    "nothing": "",
}


def drawn(title, **facts):
    said = {"name": "Outbound", "when": "No. 27 · Week of 7–13 July 2025", "accent": "#b3261e", **facts}
    return Image.open(io.BytesIO(draw(Card(title=title, **said)))).convert("RGB")


def inked(image, box):
    """How many points of `box` are not paper."""
    return sum(count for count, colour in image.crop(box).getcolors(1 << 20) if max(colour) < 200)


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_title_stays_within_the_picture(title):
    image = drawn(title)

    assert image.size == (1200, 630)
    assert inked(image, (0, 20, drawing.MARGIN - 2, 630)) == 0
    assert inked(image, (1200 - drawing.MARGIN + 2, 20, 1200, 630)) == 0
    assert inked(image, (0, 590, 1200, 630)) == 0


def test_a_title_is_drawn_and_a_short_one_in_larger_letters():
    below = (0, drawing.TITLE_TOP, 1200, 630)

    assert inked(drawn(""), below) == 0
    assert inked(drawn("Ships"), below) > 2000
    assert drawn("Ships").tobytes() != drawn("Shops").tobytes()


def test_a_title_that_no_font_here_can_write_is_left_out(monkeypatch):
    monkeypatch.setattr("pathlib.Path.exists", lambda path: False)  # of the fonts of the system

    assert drawn("小米").tobytes() == drawn("").tobytes()


def test_the_accent_is_that_of_the_masthead():
    assert drawn("Ships", accent="#1d6b42").getpixel((600, 5)) == pytest.approx((29, 107, 66), abs=6)


@pytest.mark.django_db
class TestAtItsAddress:
    def test_the_page_names_it_with_its_size_and_words(self, client):
        make_masthead(name="Outbound")
        path = make_published_edition(number=7, title="Shops").get_absolute_url()
        for address in (path, f"/zh{path}"):
            page = html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False)
            facts = {one.get("property") or one.get("name"): one.get("content") for one in page.iter("meta")}

            assert facts["og:image"] == f"{settings.SITE_URL}{path}card.png"
            assert (facts["og:image:width"], facts["og:image:height"]) == ("1200", "630")
            assert facts["og:image:alt"].endswith(": Shops")
            assert facts["twitter:card"] == "summary_large_image"

    def test_it_is_a_picture_kept_as_a_file(self, client):
        address = make_published_edition().get_absolute_url() + "card.png"
        before = kept()

        answers = [client.get(address) for _ in range(2)]

        assert [one["Content-Type"] for one in answers] == ["image/png"] * 2
        (file,) = kept() - before
        assert answers[0].content == answers[1].content == file.read_bytes()
        assert Image.open(io.BytesIO(answers[0].content)).size == (1200, 630)

    def test_it_is_drawn_anew_when_it_says_something_else(self, client):
        edition = make_published_edition(title="Shops")
        address = edition.get_absolute_url() + "card.png"
        first = client.get(address)
        document = replace(edition.document(), title="Ships")
        Snapshot.objects.take(edition, document, now=NOON, reason="correction")

        second = client.get(address)

        assert (second.content == first.content, second["ETag"] == first["ETag"]) == (False, False)

    def test_who_has_it_is_told_so(self, client, django_assert_num_queries):
        address = make_published_edition().get_absolute_url() + "card.png"
        name = client.get(address)["ETag"]

        with django_assert_num_queries(1):
            assert client.get(address, headers={"If-None-Match": name}).status_code == 304

    def test_only_what_is_out_has_one(self, client):
        withdrawn = make_withdrawn_edition()
        edition = make_published_edition()

        assert client.get(withdrawn.get_absolute_url() + "card.png").status_code == 410
        assert client.get(f"/editions/{edition.number + 1}-x/card.png").status_code == 404
        moved = client.get(f"/editions/{edition.number}-x/card.png")
        assert (moved.status_code, moved["Location"]) == (301, edition.get_absolute_url() + "card.png")


def kept():
    return set((settings.VAR / "cards").glob("*"))
