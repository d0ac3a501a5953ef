"""The rule of who gets an edition, as a line of text."""

from datetime import date

import pytest

from editions.audience import Audience, parse


@pytest.mark.parametrize(
    ("rule", "audience"),
    [
        ("everyone", Audience()),
        (" nobody ", Audience(nobody=True)),
        ("language:zh", Audience(languages=("zh",))),
        ("choice:full choice:headlines", Audience(choices=("full", "headlines"))),
        ("follows:company/anker", Audience(follows=(("company", "anker"),))),
        ("joined-before:2025-07-01", Audience(joined_before=date(2025, 7, 1))),
    ],
)
def test_a_rule_is_read(rule, audience):
    assert parse(rule) == audience


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("", "does not say who"),
        ("friends", "does not say who"),
        ("language:fr", "none of en, zh"),
        ("choice:all", "none of full"),
        ("follows:anker", "names nothing"),
        ("follows:person/anker", "none of company"),
        ("joined-before:July", "is no day"),
        ("everyone language:zh", "does not say who"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_in_a_sentence(rule, says):
    with pytest.raises(ValueError, match=says):
        parse(rule)


def test_the_same_audience_is_always_the_same_text():
    one = "follows:market/brazil language:zh choice:full follows:company/anker joined-before:2025-07-01"
    other = "joined-before:2025-08-01 joined-before:2025-07-01 follows:company/anker choice:full language:zh"

    assert str(parse(one)) == str(parse(f"{other} follows:market/brazil language:zh"))
    assert parse(str(parse(one))) == parse(str(parse(one)))
    assert str(Audience()) == "everyone"
