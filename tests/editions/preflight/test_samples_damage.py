"""What pasting did to the real texts, and their length: every line was read and judged right.

The portal lost the names of Ele.me (twice) and JD.com, which were links. Its furniture, and captions
that stood twice, were dropped by the paste; a portal pasted whole into one item shows them.
"""

import pytest

from editions.preflight import damage, pictures, words
from tests.editions.documents import make_document, make_item, make_section
from tests.editions.preflight.checked import found
from tests.editions.preflight.sampled import WEEKS, read

LOST = {
    "china-recap-2025-07.txt": [],
    "cx-tech-2021-01.txt": [
        ("damage.lost-link", "0.13", "a subsidiary of,"),
        ("damage.lost-link", "0.13", "An representative"),
        ("damage.lost-name", "0.12", "like Alibaba and in making"),
    ],
    "commentary-phoenix-2025.txt": [],
}
# Sentences of over 35 words in each item, as a person counts them.
LONG = {
    "china-recap-2025-07.txt": {"3.0": [37]},
    "cx-tech-2021-01.txt": {
        "0.0": [42, 36],
        "0.1": [51, 38, 49],
        "0.2": [45],
        "0.3": [38, 61, 53],
        "0.4": [50, 39],
        "0.5": [46, 40, 37],
        "0.6": [36, 49],
        "0.7": [38, 46],
        "0.8": [40, 49, 39],
        "0.9": [54, 41, 61],
        "0.10": [50, 36],
        "0.11": [43, 47, 44],
        "0.12": [42, 48],
        "0.13": [39],
        "0.14": [37, 41, 38],
        "0.15": [40, 36],
        "0.16": [44, 43],
        "0.17": [48],
        "0.18": [49],
    },
    "commentary-phoenix-2025.txt": {},
}


def at(finding):
    return f"{finding.place.section}.{finding.place.item}"


@pytest.mark.parametrize("name", WEEKS)
def test_the_damage_of_a_real_text(samples, name):
    document = read(samples, name)
    findings = [finding for check in damage.CHECKS for finding in found(check, document)]

    assert [(one.code, at(one), one.passage) for one in findings] == LOST[name]


@pytest.mark.parametrize("name", WEEKS)
def test_the_long_sentences_of_a_real_text(samples, name):
    counts = {}
    for finding in found(words.long_sentence, read(samples, name)):
        counts.setdefault(at(finding), []).append(int(finding.sentence.split("has ")[-1].split()[0]))

    assert counts == LONG[name]


@pytest.mark.parametrize("name", WEEKS)
def test_what_else_is_said_of_words_and_pictures(samples, name):
    document = read(samples, name)
    checks = (words.reading_time, words.long_item, words.placeholder, *pictures.CHECKS)
    codes = [finding.code for check in checks for finding in found(check, document)]

    assert codes == (["words.reading-time"] if name.startswith("cx") else [])


def test_a_portal_pasted_whole_into_an_item_shows_its_furniture(samples):
    text = (samples / "cx-tech-2021-01.txt").read_text(encoding="utf-8")
    document = make_document(make_section(make_item(text), heading="Pasted"))
    firsts = [finding.passage.split()[0] for finding in found(damage.portal_line, document)]

    assert {first: firsts.count(first) for first in firsts} == {
        "Contact": 20,
        "Related:": 17,
        "Read": 3,
        "To": 1,
        "Share": 1,
        "Open": 1,
    }
    assert [one.passage.split()[0] for one in found(damage.doubled_paragraph, document)] == [
        "Photo:",
        "Photo:",
        "Geely",
        "Photo:",
    ]
