"""Mail addresses: which are one, and which are none."""

import pytest

from subscribers import addresses


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("ada@example.com", "ada@example.com"),
        (" Ada@Example.COM\n", "ada@example.com"),
        ("ADA.Byron+news@example.com", "ada.byron+news@example.com"),
        ("ada@MÜLLER.example.com", "ada@xn--mller-kva.example.com"),
        ("ada@xn--mller-kva.example.com", "ada@xn--mller-kva.example.com"),
        ("用户@example.com", "用户@example.com"),
        ("STRASSE@example.com", "strasse@example.com"),
        ("Straße@example.com", "strasse@example.com"),
        ("o'hara@example.com", "o'hara@example.com"),
    ],
)
def test_the_spellings_of_one_mailbox_are_one(given, normal):
    assert addresses.parse(given)[1] == normal
    assert addresses.parse(normal)[1] == normal


def test_an_address_is_kept_as_it_was_given_with_its_domain():
    assert addresses.parse("Ada.Byron@Example.com") == (
        "Ada.Byron@example.com",
        "ada.byron@example.com",
        "example.com",
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "ada",
        "ada@",
        "@example.com",
        "a b@example.com",
        "ada@localhost",
        "ada@@example.com",
        "ada@example..com",
        "ada@example.com, bob@example.com",
        "ada@example.com\nBcc: bob@example.com",
        "ada@[127.0.0.1]",
        "a" * 65 + "@example.com",
        "ada\0@example.com",
        "Ada <ada@example.com>",
        "ada@-example.com",
    ],
)
def test_what_is_no_address_says_why_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"[A-Z].*\.") as raised:
        addresses.parse(text)

    assert "\n" not in str(raised.value)


def test_a_fingerprint_is_of_its_key_and_tells_no_address():
    one = addresses.fingerprint("ada@example.com", b"key")

    assert one == addresses.fingerprint("ada@example.com", b"key")
    assert one != addresses.fingerprint("ada@example.com", b"other")
    assert one != addresses.fingerprint("bob@example.com", b"key")
    assert len(one) == 64
    assert "ada" not in one
