"""What pages of the newsroom show of mailings and subscribers."""

from django import template

from subscribers.models import Subscriber

register = template.Library()


@register.filter
def thousands(number):
    """ "17,961"; nothing where there is no number."""
    return "" if number is None else f"{number:,}"


@register.filter
def of(counts, state):
    """How many rows are in a state."""
    return (counts or {}).get(state, 0)


@register.simple_tag
def active_subscribers():
    return Subscriber.objects.filter(status=Subscriber.Status.ACTIVE).count()
