"""Every finding on the real texts as they would be mailed: what the sheet still asks for, and no more."""

import pytest

from editions.preflight import mail, mail_inbox, mail_styles
from tests.editions.preflight.checked import found
from tests.editions.preflight.sampled import WEEKS, read

CHECKS = (*mail_inbox.CHECKS, *mail.CHECKS, *mail_styles.CHECKS)


@pytest.mark.parametrize("name", WEEKS)
def test_a_paste_has_no_subject_line_and_no_preheader_yet(samples, name):
    document = read(samples, name)

    assert [
        (finding.code, finding.place.field) for check in CHECKS for finding in found(check, document)
    ] == [
        ("mail.no-subject", "subject"),
        ("mail.no-preheader", "preheader"),
    ]
