"""How figures of insight are written."""

from django import template

register = template.Library()


@register.filter
def percent(share):
    """ "0.21%", "98.4%", "0%"; a dash where there is nothing to take a share of."""
    if share is None:
        return "–"
    number = share * 100
    text = f"{number:.2f}" if number < 10 else f"{number:.1f}"
    return f"{text.rstrip('0').rstrip('.')}%"


@register.filter
def share(figures, name):
    """The share of the accepted that bounced, complained or left."""
    return percent(figures.share(name))
