"""What the files of the site are made of, as one digest: while it is the same, so is every file."""

import hashlib

from django.apps import apps
from django.db.models import Q

from editions.exporting.asking import Site
from editions.models import Edition
from sources.models import NewsItem

APPS = ("sources", "editions", "taggit")
UNREAD = {  # by any page that becomes a file; the desk and the search write them all day
    *("Clipping", "Clipping_companies", "Clipping_markets", "NewsItem_clippings", "Feed", "Seen", "Trace"),
    *("CompanySuggestion", "CompanySuggestion_clippings", "Judgement", "SavedFilter", "AccessToken"),
    *("Host", "Link", "Tip"),
    *("Distinct", "Entry", "Note", "Notice", "NoticeChoice", "Override", "Presence", "ReviewLink"),
    *("ReviewUse", "Segment", "Tick", "Version"),
}
FROZEN = {"document", "web_html", "email_html", "text"}  # of a snapshot, whose `content_hash` stays


def read_models():
    """The models that the pages read."""
    models = [
        model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return [model for model in models if model.__name__ not in UNREAD]


def state(site: Site) -> str:
    """Return the digest of all that may show: every row, and the release that makes pages of them."""
    found = hashlib.blake2b(digest_size=16)
    found.update(site.ask("/").headers.get("ETag", "").encode())  # which names the release
    for model in read_models():
        fields = [field.attname for field in model._meta.concrete_fields if field.name not in FROZEN]
        found.update(model.__name__.encode())
        for row in _shown(model).order_by("pk").values_list(*fields).iterator():
            found.update(repr(row).encode())
    return found.hexdigest()


def _shown(model):
    """The rows of `model` but for items and editions that never were out, and what belongs to those."""
    if model in (Edition, NewsItem):
        return model._base_manager.exclude(published_at=None)
    rows = model._base_manager.all()
    for field in model._meta.concrete_fields:
        if field.related_model in (Edition, NewsItem):
            was_out = Q(**{f"{field.name}__published_at__isnull": False})
            rows = rows.filter(was_out | Q(**{field.name: None}))
    return rows
