"""Words in another language than the page around them, and names in that of the page where they have one."""

import re

from django import template
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from editions.preflight.spellings import is_written_in_chinese
from sources.markup import trusted

HAN = re.compile("[㐀-鿿𠀀-𲎯]")
IN_ENGLISH, IN_CHINESE = trusted(' lang="en"'), trusted(' lang="zh"')
register = template.Library()


@register.filter
def foreign(text: str) -> SafeString | str:
    """Return the attribute that names the language of `text`, or nothing where it is that of the page.

    What is written here is English or Chinese; marks of HTML in it say nothing of either.
    """
    is_chinese = bool(HAN.search(text)) and is_written_in_chinese(strip_tags(text))
    if is_chinese == _page_is_chinese() or not text:
        return ""
    return IN_CHINESE if is_chinese else IN_ENGLISH


@register.filter
def named(thing) -> str:
    """The name of a company or market, a Ref, in the language of the page where it has one in that."""
    return (thing.local_name if _page_is_chinese() else "") or thing.name


def _page_is_chinese():
    return (get_language() or "").startswith("zh")
