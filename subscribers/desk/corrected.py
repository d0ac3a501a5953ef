"""How many readers were sent what is being corrected, for the form of a correction.

At most: who gets headlines alone was not sent an error in the text, and what is wrong is not typed yet.
"""

from django.contrib.auth.decorators import permission_required
from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions.audience import EVERYONE
from editions.desk.fragments import number_of
from subscribers.audience import ARRIVED, audience_of
from subscribers.models import Delivery, Mailing, Rendition

MOST = 50  # editions that one correction names


@permission_required("subscribers.send_mailing", raise_exception=True)
@require_safe
def readers(request):
    """Those who were sent an edition that the address names, or of it the item that it names."""
    editions = [number_of(one) for one in request.GET.getlist("edition")[:MOST]]
    item = number_of(request.GET.get("item"))
    sent = Rendition.objects.filter(
        mailing__edition__in=[one for one in editions if one], mailing__kind=Mailing.Kind.EDITION
    )
    carried = [pk for pk, items in sent.values_list("pk", "items") if not items or not item or item in items]
    had = Delivery.objects.filter(rendition__in=carried, state__in=ARRIVED, subscriber=OuterRef("pk"))
    number = audience_of(EVERYONE, timezone.now()).filter(Exists(had)).count() if carried else 0
    return render(request, "subscribers/desk/_corrected.html", {"number": number})
