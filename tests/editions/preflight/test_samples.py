"""How much every check together finds in the real texts: nothing but what the tests of each theme list."""

from collections import Counter

import pytest

from editions import preflight
from editions.preflight.context import Context
from tests.editions.preflight.checked import DAY
from tests.editions.preflight.sampled import KNOWN, NAMES, read

FOUND = {
    "china-recap-2025-07.txt": {
        "facts.no-credit": 3,
        "facts.credit-without-link": 5,
        "mail.no-subject": 1,
        "mail.no-preheader": 1,
        "words.long-sentence": 1,
    },
    "cx-tech-2021-01.txt": {
        "facts.no-credit": 20,
        "facts.no-company": 1,
        "facts.relative-date": 21,
        "names.full-name": 1,
        "names.near-miss": 1,
        "damage.lost-link": 2,
        "damage.lost-name": 1,
        "mail.no-subject": 1,
        "mail.no-preheader": 1,
        "words.reading-time": 1,
        "words.long-sentence": 41,
        "style.currency": 13,
        "style.serial-comma": 6,
    },
    "commentary-phoenix-2025.txt": {
        "facts.no-credit": 1,
        "mail.no-subject": 1,
        "mail.no-preheader": 1,
        "style.currency": 1,
        "style.percent": 1,
        "style.range": 1,
        "style.quotes": 2,
        "style.serial-comma": 3,
    },
}


@pytest.mark.parametrize("name", FOUND)
def test_nothing_else_is_found_in_a_real_text(samples, name):
    context = Context(day=DAY, companies=KNOWN, names=NAMES)

    assert Counter(one.code for one in preflight.run(read(samples, name), context)) == FOUND[name]
