"""The merge view: a colleague's text of a field and one's own, side by side, word by word."""

import json

from django.db import models
from django.template.loader import render_to_string

from editions import readers
from editions.fields import plain, stamp
from editions.merging import merged
from editions.models import Masthead, Version
from editions.models.desk import name_of
from editions.worddiff import compare
from sources.models import Company, Deal, Market

NAMES = {"body": "text", "mail_to": "readers"}
FAR_BACK = 50  # versions in which it is looked for who wrote a text
CHOICE, LINE, TEXT = "choice", "line", "text"


def merge_html(saved, name, base, *, by, request):
    """The view of one field that was refused. `base` is what the browser says both texts started from."""
    theirs, mine = saved.stale[name]
    way = _way(saved.row, name)
    together = merged(base, theirs, mine) if way == TEXT and base is not None else None
    who, at = _who(saved, name, theirs, by)
    context = {
        "name": name,
        "title": _title(saved.row, name),
        "who": who,
        "at": at,
        "zone": Masthead.objects.the().zone,
        "way": way,
        "parts": compare(in_words(saved.row, name, theirs), in_words(saved.row, name, mine)),
        "merged": mine if together is None else together,
        "put_together": together is not None,
    }
    return render_to_string("editions/desk/_merge.html", context, request=request)


def base_of(typed, posted_base):
    """The text that the browser says it started from, where the stamp bears that out."""
    found = posted_base is not None and stamp(posted_base) == typed.started
    return plain(posted_base) if found else None


def _way(row, name):
    """How it is merged: text is written, a line too, and of what was chosen one or the other stands."""
    if name == "mail_to":
        return CHOICE
    column = _column(row, name)
    if column is None:
        return LINE if name == "topics" else CHOICE
    if isinstance(column, models.TextField):
        return TEXT
    return LINE if isinstance(column, models.CharField) and not column.choices else CHOICE


def _column(row, name):
    column = row._meta.get_field(name)
    return column if getattr(column, "column", None) and not column.many_to_many else None


def _title(row, name):
    return NAMES.get(name) or str(getattr(_column(row, name), "verbose_name", name))


def in_words(row, name, text):
    """What `text` of a field says to a person; fields of several things are JSON otherwise."""
    if name == "mail_to":
        return readers.in_words(text)
    column = _column(row, name)
    if column is not None:
        choices = dict(column.flatchoices)
        return str(choices.get(text, text)) if text or choices else ""
    try:
        return "\n".join(_lines(name, json.loads(text)))
    except (ValueError, TypeError, AttributeError):
        return text


def _lines(name, found):
    if name in ("companies", "markets"):
        return _named(Company if name == "companies" else Market, found)
    if name == "deals":
        return [_deal(entry) for entry in found]
    return [_credit(entry) for entry in found]


def _named(model, keys):
    names = dict(model.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [names.get(key, "(gone)") for key in keys]


def _credit(entry):
    via = f"via {entry['via']}" if entry.get("via") else ""
    return ", ".join(part for part in (entry.get("source"), via, entry.get("note"), entry.get("url")) if part)


def _deal(entry):
    sum_ = " ".join(str(part) for part in (entry.get("currency"), entry.get("amount")) if part)
    usd = f"USD {entry['usd']}" if entry.get("usd") else ""
    others = _named(Company, entry.get("counterparties") or [])
    with_whom = f"with {' and '.join(others)}" if others else ""
    said = (dict(Deal.Type.choices).get(entry.get("type")), entry.get("round"), sum_, usd, with_whom)
    return ", ".join(str(part) for part in said if part)


def _who(saved, name, theirs, by):
    """Who saved the text that stands, and when, as far as the versions tell."""
    versions = Version.objects.filter(**_of(saved.owner)).taken().select_related("by").defer("content")
    found = versions.exclude(by=by).last()
    if saved.row is saved.owner and _column(saved.row, name) is not None:
        found = versions.filter(pk=_since(versions, name, theirs)).first() or found
    if found is None:
        return "", None
    return "You, in another window," if found.by_id == by.pk else name_of(found.by), found.at


def _since(versions, name, text):
    """The version since which the field has said `text`."""
    since = None
    for pk, said in versions.order_by("-at", "-pk").values_list("pk", f"content__{name}")[:FAR_BACK]:
        if (said or "") != text:
            break
        since = pk
    return since


def _of(owner):
    return {owner._meta.model_name.replace("newsitem", "item"): owner}
