"""The envelope sender of a delivery."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers import verp

SECRET = b"secret of the tests"
BASE = "bounces@example.com"


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_an_address_names_its_delivery_also_in_other_case(number):
    address = verp.address(BASE, number, SECRET)

    assert len(address.split("@")[0]) <= verp.LOCAL_PART
    assert verp.read(address, SECRET) == number
    assert verp.read(f"<{address.upper()}>", b"another", SECRET) == number


def test_an_address_signed_by_somebody_else_names_nothing():
    assert verp.read(verp.address(BASE, 7, b"another"), SECRET) is None


def test_a_signature_is_good_for_its_delivery_alone():
    assert verp.read(verp.address(BASE, 7, SECRET).replace("+7-", "+8-"), SECRET) is None


@given(st.text())
def test_any_text_can_be_read(text):
    assert verp.read(text, SECRET) is None


@pytest.mark.parametrize("base", ["", "bounces", "@example.com", "bounces@", f"{'b' * 45}@example.com"])
def test_a_base_that_cannot_carry_a_delivery_is_refused(base):
    with pytest.raises(ValueError, match="“"):
        verp.address(base, 2**60, SECRET)
