from dataclasses import replace

import pytest

from editions.document import PictureDoc
from editions.preflight import pictures
from editions.preflight.findings import Place
from tests.editions.documents import MASTHEAD, make_document, make_item, make_section
from tests.editions.preflight.checked import found

HERO, IMAGE = Place("hero"), Place("image", 0, 0)
SOUND = PictureDoc("/media/yard.jpg", 1200, 800, "A yard at night", credit="Nami", weight=400_000)


def of(check, **facts):
    """The findings of one check on an edition whose one item shows a picture of these facts."""
    document = make_document(make_section(make_item(image=replace(SOUND, **facts)), heading="Yards"))
    return found(check, document)


def of_hero(check, **facts):
    return found(check, make_document(hero=replace(SOUND, **facts)))


@pytest.mark.parametrize("check", pictures.CHECKS)
def test_a_sound_picture_is_left_alone(check):
    assert of(check) == of_hero(check) == []


@pytest.mark.parametrize("alt", ["", "  ", "IMG_2041.jpg", "IMG_2041", "screenshot-3", "yard.png"])
def test_a_picture_needs_an_alternative_text_that_is_no_file_name(alt):
    assert [finding.place for finding in of(pictures.no_alternative_text, alt=alt)] == [IMAGE]
    assert [finding.place for finding in of_hero(pictures.no_alternative_text, alt=alt)] == [HERO]


@pytest.mark.parametrize("alt", ["A yard", "Image 3 of the yard", "Nami.com on a phone"])
def test_a_short_alternative_text_is_one(alt):
    assert of(pictures.no_alternative_text, alt=alt) == []


def test_a_picture_that_stands_twice_lacks_its_text_once():
    bare = replace(SOUND, alt="")
    document = make_document(make_section(make_item(image=bare), heading="Yards"), hero=bare)

    assert [finding.place for finding in found(pictures.no_alternative_text, document)] == [HERO]


def test_a_picture_needs_a_credit():
    assert [finding.place for finding in of(pictures.no_credit, credit=" ")] == [IMAGE]
    assert [finding.place for finding in of_hero(pictures.no_credit, credit="")] == [HERO]


@pytest.mark.parametrize(("width", "findings"), [(599, 1), (600, 0), (0, 0)])
def test_a_picture_of_an_item_is_too_small_where_a_page_stretches_it(width, findings):
    assert len(of(pictures.too_small, width=width)) == findings


@pytest.mark.parametrize(("width", "findings"), [(999, 1), (1000, 0)])
def test_the_picture_of_an_edition_must_do_for_a_preview(width, findings):
    assert len(of_hero(pictures.too_small, width=width)) == findings


@pytest.mark.parametrize(
    ("path", "advice"), [("/media/yard.png", "upload it as JPEG"), ("/media/yard.jpg", "upload it less wide")]
)
def test_a_heavy_picture_is_named_with_what_makes_it_lighter(path, advice):
    (finding,) = of(pictures.too_heavy, path=path, weight=4_200_000)

    assert finding.sentence.startswith(f"The picture has 4.2 MB: {advice}")


def test_a_picture_of_one_megabyte_is_not_too_heavy():
    assert of(pictures.too_heavy, weight=1_000_000) == of(pictures.too_heavy, weight=0) == []


@pytest.mark.parametrize(("weight", "findings"), [(100_000, 0), (350_000, 1)])
def test_a_logo_is_held_to_less(weight, findings):
    masthead = replace(MASTHEAD, logo=PictureDoc("/media/logo.png", 160, 40, weight=weight))
    document = make_document(masthead=masthead)

    assert len(found(pictures.too_heavy, document)) == findings


@pytest.mark.parametrize("check", pictures.CHECKS)
def test_a_logo_needs_no_words_and_a_caption_without_picture_none_either(check):
    masthead = replace(MASTHEAD, logo=PictureDoc("/media/logo.png", 160, 40))
    item = make_item(image=PictureDoc("", caption="The yard"))

    assert found(check, make_document(make_section(item), masthead=masthead)) == []
