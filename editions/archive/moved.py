"""Addresses of companies and markets that were others once: they lead to those of today for good."""

from django.http import Http404

from sources.models import FormerSlug


def current(rows, slug):
    """Return the company or market, of the queryset `rows`, whose address was or is that of `slug`.

    Where its own slug is another, the page redirects there, permanently. Http404 where there is none.
    """
    row = rows.filter(slug=slug).first() or _former(rows, slug)
    seen = set()
    while row and row.pk not in seen and getattr(row, "merged_into_id", None):
        seen.add(row.pk)
        row = rows.filter(pk=row.merged_into_id).first()
    if row is None or row.pk in seen:
        raise Http404
    return row


def _former(rows, slug):
    name = rows.model._meta.model_name
    gave_up = FormerSlug.objects.filter(slug=slug, **{f"{name}__isnull": False})
    return rows.filter(pk__in=gave_up.values(name)).first()
