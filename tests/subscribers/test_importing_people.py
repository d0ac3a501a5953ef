"""What the cells of a row say of a person."""

from datetime import UTC, datetime

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given, settings
from hypothesis import strategies as st

from subscribers import addresses
from subscribers.importing.people import Reading, person_of
from subscribers.importing.values import moment_of

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = {"address": 0, "status": 1, "consent": 2, "left": 3}


def person(*cells, **how):
    return person_of(list(cells), Reading(COLUMNS, "active", LATEST, **how))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([""], "no address"),
        ([], "no address"),
        (["not an address"], "@"),
        (["a@b.example", "VIP"], "status “VIP” is not known"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(cells, said):
    with pytest.raises(ValueError, match=said):
        person(*cells)


def test_of_two_columns_the_one_that_wants_no_mail_counts():
    assert person("a@b.example", "subscribed", "2024-01-01", "2024-05-01").status == "unsubscribed"
    assert person("a@b.example", "bounced", "2024-01-01", "2024-05-01").status == "bounced"


def test_a_consent_that_is_still_to_come_is_none():
    assert person("a@b.example", "subscribed", "2030-01-01").status == "pending"


def test_the_words_of_a_file_need_a_day():
    assert person("a@b.example", words="They asked.").status == "pending"


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2024-01-15T08:00:00.000Z", datetime(2024, 1, 15, 8, tzinfo=UTC)),
        ("2024-01-15 08:00:00", datetime(2024, 1, 15, 8, tzinfo=UTC)),
        ("2024-01-15 08:00:00 UTC", datetime(2024, 1, 15, 8, tzinfo=UTC)),
        ("2024/01/15", datetime(2024, 1, 15, tzinfo=UTC)),
        ("15.01.2024", datetime(2024, 1, 15, tzinfo=UTC)),
        ("Jan 15, 2024", datetime(2024, 1, 15, tzinfo=UTC)),
        ("03/04/2024", None),  # two days, by where it was written
        ("0001-01-01", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_moment_is_read_where_it_is_one_moment(cell, moment):
    assert moment_of(cell, LATEST) == moment


PARTS = st.text("abzABZ019.-_+@!'=é ", max_size=70)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.builds("{}@{}.{}".format, PARTS, PARTS, st.sampled_from(["com", "c1", "test"])), PARTS))
@example("Info@Example.COM")
@example("a@xn--bcher-kva.example.com")
@example("a@ab--c.example.com")
@example("a@b.local")
@example(f"{'a' * 65}@b.example")
@example(f"a@{'b' * 64}.example")
def test_the_short_way_agrees_with_the_library(address):
    short = addresses._plain(address)
    if short is not None:
        try:
            found = validate_email(address, check_deliverability=False, allow_quoted_local=True)
        except EmailNotValidError as error:
            raise AssertionError(f"{address} is none: {error}") from error
        domain = found.ascii_domain.lower()
        assert short == (found.normalized, f"{found.local_part.casefold()}@{domain}", domain)
