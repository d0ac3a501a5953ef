"""Every finding of house style on the real texts, each read and judged to be right."""

import re

import pytest

from editions.preflight import style
from editions.preflight.context import House
from tests.editions.preflight.checked import fixed, found
from tests.editions.preflight.sampled import NAMES, WEEKS, read

FINDINGS = {
    "china-recap-2025-07.txt": [],  # the house whose style these rules are
    "cx-tech-2021-01.txt": [
        ("style.currency", "20 billion yuan"),
        ("style.currency", "$270 million"),
        ("style.currency", "$5 billion"),
        ("style.currency", "150,000 yuan"),
        ("style.currency", "2.7 billion yuan"),
        ("style.currency", "300 million yuan"),
        ("style.currency", "300,000 yuan"),
        ("style.currency", "$310 million"),
        ("style.currency", "$2 billion"),
        ("style.currency", "500,000 yuan"),
        ("style.currency", "HK$89.9"),
        ("style.currency", "448,000 yuan"),
        ("style.currency", "500,000 yuan"),
        ("style.serial-comma", "Nio, Xpeng and Li Auto"),
        ("style.serial-comma", "pure electric, fuel cell and plug-in"),
        ("style.serial-comma", "audiobooks, comedies, podcasts and radio shows"),
        ("style.serial-comma", "offering premium content, subscriptions and advertising"),
        ("style.serial-comma", "new materials, information technology and electrical"),
        ("style.serial-comma", "CMC Capital Partners, CDB Equipment Manufacturing"),
    ],
    "commentary-phoenix-2025.txt": [
        ("style.currency", "US$144 billion"),
        ("style.percent", "10.5 percent"),
        ("style.range", "2003-2022"),
        ("style.quotes", "isn't"),  # of the dek
        ("style.quotes", "isn't"),  # of the body
        ("style.serial-comma", "Malaysia, Vietnam, Thailand and Cambodia"),
        ("style.serial-comma", "Huawei, Alibaba, Tencent, BYD and CATL"),
        ("style.serial-comma", "Southeast Asia, Central Asia, the Middle"),
    ],
}


def listed(document, **house):
    return [
        (finding.code, " ".join(finding.passage.split()[:6]))
        for check in style.CHECKS
        for finding in found(check, document, names=NAMES, house=House(**house))
    ]


@pytest.mark.parametrize("name", WEEKS)
def test_the_findings_are_these(samples, name):
    assert listed(read(samples, name)) == FINDINGS[name]


def test_a_house_of_other_habits_finds_what_differs(samples):
    document = read(samples, "china-recap-2025-07.txt")

    assert listed(document, heading_case="title", serial_comma="without") == [
        ("style.serial-comma", "transport, apparel, and convenience foods"),
        ("style.serial-comma", "mugs, blankets, and fridge magnets"),
        ("style.heading-case", "Chinese device makers juggle innovation amid"),
        ("style.heading-case", "Nothing launches Phone (3) in China"),
        ("style.heading-case", "J&T delivers over seven billion parcels"),
        ("style.heading-case", "Electric vehicle maker Neta falters in"),
    ]


def test_the_quotation_marks_of_a_commentary_are_all_curled_in_pairs(samples):
    document = read(samples, "commentary-phoenix-2025.txt")
    [_, finding] = [
        one for check in style.CHECKS for one in found(check, document) if one.code == "style.quotes"
    ]
    body = fixed(finding, document)

    assert not re.search("[\"']", body)
    assert all(re.fullmatch("[^“”]*(?:“[^“”]*”[^“”]*)*", line) for line in body.split("\n"))
