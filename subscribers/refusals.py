"""Why an address is refused, in the language in force: the library's own sentences are English."""

from django.utils.translation import get_language, gettext, gettext_noop

# What the library says most; what else it says is told in general where the page is not English.
SENTENCES = frozenset(
    [
        gettext_noop("An email address must have an @-sign."),
        gettext_noop("There must be something before the @-sign."),
        gettext_noop("There must be something after the @-sign."),
        gettext_noop("The part after the @-sign is not valid. It should have a period."),
        gettext_noop("An email address cannot have two periods in a row."),
        gettext_noop(
            "The part after the @-sign is a special-use or reserved name that cannot be used with email."
        ),
    ]
)


def in_words(error: ValueError) -> str:
    """Return the sentence of `addresses.parse` for whoever typed the address."""
    said = str(error)
    if said in SENTENCES or (get_language() or "en").startswith("en"):
        return gettext(said)
    return gettext("No mail can be sent to this address. Look whether it is written right.")
