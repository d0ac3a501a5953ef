"""Parts of a page that are made of plain values, drawn once for what they say and kept in this process.

A row of a list stands on many pages and is the same on each; drawing the rows and charts takes longer than
all around them.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

KEPT = 4_000  # of 1 to 10 KB each
register = template.Library()


@register.simple_tag
def drawn(name: str, **said) -> SafeString:
    """Render the template `name` with `said`, in the language and the hours of the page.

    Raises TypeError where a value is not plain: a list or a row of the database may change and be the same.
    """
    return _drawn(name, tuple(said.items()), get_language(), get_current_timezone_name())


@lru_cache(KEPT)
def _drawn(name, said, _language, _zone):
    return render_to_string(name, dict(said))
