"""What the files of the site are made of, as one digest: while it is the same, so is every file."""

import hashlib

from django.apps import apps

from editions.exporting.asking import Site

APPS = ("sources", "editions", "taggit")
UNREAD = {  # by any page that becomes a file; the desk and the search write them all day
    *("Clipping", "Clipping_companies", "NewsItem_clippings", "Feed", "Host", "Link", "Tip"),
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
        for row in model._base_manager.order_by("pk").values_list(*fields).iterator():
            found.update(repr(row).encode())
    return found.hexdigest()
