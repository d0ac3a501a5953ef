import time

import pytest

from editions.preflight.percentages import percentage
from tests.editions.preflight.checked import in_body, passages


@pytest.mark.parametrize(
    ("passage", "true"),
    [
        ("rose 20% to 150 million from 100 million", "50% up"),
        ("fell 48.5% to 615 from 1,000", "38.5% down"),
        ("grew by 20 percent year on year to US$150 million from US$100 million", "50% up"),
        ("cut prices by 30% to 799 yuan from 999", "20% down"),
        ("rose 50% to 100 from 150", "33.3% down"),
        ("rose 20% from 100 million to 150 million", "50% up"),
        ("from 100 in 2023 to 150 in 2024, up 20%", "50% up"),
        ("to 150 million from 100 million, up 5%", "50% up"),
        ("from 1.2 to 1.5 billion, up 45%", "25% up"),
        ("from 100 to 150, a rise of 20%", "50% up"),
        ("from 100 to 150, a 20% increase", "50% up"),
    ],
)
def test_a_percentage_that_its_figures_do_not_give_is_found(passage, true):
    findings = in_body(percentage, f"Sales of the maker {passage}.")

    assert passages(findings) == [passage]
    assert f" is {true}, not " in findings[0].sentence


@pytest.mark.parametrize(
    "words",
    [
        "rose 50% to 150 million from 100 million",
        "rose 23.5% year-on-year to 7.39 billion from 5.98 billion",
        "fell 48.5% to 515 from 1,000",
        "rose 47% to 150 million from 100 million",  # both may be rounded
        "from 1.2 to 1.5 billion, up 25%",
        "from 100 to 150, up 20% from the year before",  # of another base
        "from 100 in 2020 to 150 in 2024, up 11% a year",
        "rose 9.4% to 82.6% from 73.2%",  # points
        "rose 10% from 2023 to 2024",
        "rose 5% to 60 from 3 months ago",
        "rose 20% to $150 million from 100 million yuan",
        "from 3 cities to 20 million users, up 5%",
        "rose 20% to more than 150 million from 100 million",
        "rose 3% to 0 from 0",
    ],
)
def test_a_percentage_that_follows_or_is_of_something_else_passes(words):
    assert in_body(percentage, f"Sales {words}.") == []


def test_a_long_text_is_read_in_a_moment():
    body = "from 1 in " + "a " * 3000 + ", up 5% " + "rose " * 3000 + "from 10 to 20 " * 2000
    start = time.process_time()

    in_body(percentage, body)

    assert time.process_time() - start < 2
