"""The language of a subscriber, as that of our words."""

from django.utils import translation


def speaking(language):
    """Put the language that somebody chose, "en" or "zh", in force for what is done within."""
    return translation.override(translation.get_supported_language_variant(language))
