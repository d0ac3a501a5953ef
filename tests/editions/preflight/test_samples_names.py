"""What the rules of names and repeats find in real texts: every line was read and judged right."""

import pytest

from editions.preflight import names, repeats
from tests.editions.preflight.checked import found
from tests.editions.preflight.sampled import KNOWN, NAMES, WEEKS, read

FINDINGS = {
    "china-recap-2025-07.txt": [],
    "cx-tech-2021-01.txt": [
        ("names.near-miss", "Kuishou", "Kuaishou"),
        ("names.full-name", "Tencent Holdings", "Tencent"),
    ],
    "commentary-phoenix-2025.txt": [],
}


@pytest.mark.parametrize("name", WEEKS)
def test_every_finding_in_a_sample_is_one_that_an_editor_wants(samples, name):
    document = read(samples, name)

    findings = [
        (finding.code, finding.passage, finding.fix and finding.fix.after)
        for check in (*names.CHECKS, *repeats.CHECKS)
        for finding in found(check, document, companies=KNOWN, names=NAMES)
    ]

    assert findings == FINDINGS[name]
