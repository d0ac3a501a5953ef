"""Where an editor reads what a clipping is of."""

from django.urls import reverse

from sources.tips import number_in


def where_read(clipping):
    """The address of its page; what was sent in without one is read where the tip is kept."""
    tip = number_in(clipping.url)
    return reverse("admin:sources_tip_change", args=[tip]) if tip else clipping.url
