"""Ways to pass an item on."""

from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from editions.archive.sharing import share

URL = "https://recap.example/items/4-a-shop-in-lima/"


def asked(address):
    return {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}


def test_each_way_carries_the_address_whole():
    ways = share(URL + "?a=1&b=2", "Shops & ships")

    assert asked(ways.x) == {"text": "Shops & ships", "url": URL + "?a=1&b=2"}
    assert asked(ways.linkedin) == {"url": URL + "?a=1&b=2"}
    assert asked(ways.mail) == {"subject": "Shops & ships", "body": URL + "?a=1&b=2"}


def test_a_mail_s_subject_has_spaces_and_no_plus():
    assert "subject=Shops%20and%20ships" in share(URL, "Shops and ships").mail


def test_the_code_is_a_drawing_that_no_policy_refuses():
    drawing = ElementTree.fromstring(share(URL, "Shops").code)

    assert drawing.tag == "svg"
    used = {name for element in drawing.iter() for name in element.attrib}
    assert used == {"viewBox", "fill", "stroke", "d"}


def test_the_code_is_dark_on_light_with_room_around_it():
    light, dark = ElementTree.fromstring(share(URL, "Shops").code)

    assert (light.get("fill"), dark.get("stroke")) == ("#fff", "#000")
    assert dark.get("d").startswith("M4 4.5")  # four modules are free, as the standard wants


@pytest.mark.parametrize("length", [200, 900])
def test_a_long_address_has_its_code_too(length):
    address = f"{URL}{'%E7%BB%B4' * (length // 9)}/"

    assert share(address, "维沃").code.startswith("<svg")
