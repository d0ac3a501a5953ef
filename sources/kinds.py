"""The kinds of news an item can be, in the order in which pickers show them. Pure.

The names are English; who shows them to readers translates them.
"""

from django.utils.translation import gettext_noop as _

KINDS = {
    "market_entry": _("Market entry"),
    "funding": _("Funding round"),
    "launch": _("Product launch"),
    "partnership": _("Partnership"),
    "acquisition": _("Acquisition"),
    "results": _("Results"),
    "listing": _("Listing"),
    "regulation": _("Regulation"),
    "legal": _("Legal"),
    "recall": _("Recall"),
    "people": _("People"),
    "other": _("Other"),
}
