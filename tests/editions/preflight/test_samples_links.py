"""The real texts name their sources without an address: no bracket in them may be taken for a link."""

import pytest

from editions.preflight import links
from tests.editions.preflight.checked import found
from tests.editions.preflight.sampled import WEEKS, read


@pytest.mark.parametrize("name", WEEKS)
def test_nothing_is_found(samples, name):
    document = read(samples, name)

    assert links.linked(document) == ()
    assert [finding for check in links.CHECKS for finding in found(check, document)] == []
