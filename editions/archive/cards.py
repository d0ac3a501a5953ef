"""The picture that stands for an edition where its address is shared, drawn once and kept as a file."""

import hashlib
import os
import tempfile

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from editions.archive.caching import answer
from editions.archive.editions import known, standing, withdrawn
from editions.models import Snapshot
from editions.render import card as drawing
from editions.render.figures import number_and_week


@require_safe
def card(request, number, slug):
    """What it says is of the newest snapshot, as the page is."""
    snapshot = standing(number)
    if snapshot is None:
        return withdrawn(request, number)
    if slug != snapshot.edition.slug:
        return redirect("archive:card", number, snapshot.edition.slug, permanent=True)
    return answer(
        request,
        known(snapshot),
        lambda: HttpResponse(_kept(_said(snapshot.pk)), content_type="image/png"),
        changed_at=snapshot.taken_at,
    )


def _said(pk):
    document = Snapshot.objects.only("document").get(pk=pk).read()
    masthead = document.masthead
    return drawing.Card(masthead.name, number_and_week(document), document.title, masthead.accent)


def _kept(said):
    """The picture of `said`, from its file or newly drawn; whoever reads meanwhile sees a whole file."""
    name = hashlib.blake2b(repr([said, drawing.VERSION]).encode(), digest_size=16).hexdigest()
    path = settings.VAR / "cards" / f"{name}.png"
    if path.exists():
        return path.read_bytes()
    picture = drawing.draw(said)
    path.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(picture)
    os.replace(part.name, path)
    return picture
