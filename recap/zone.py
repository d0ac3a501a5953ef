"""The admin is the newsroom's: its masthead is at hand, and hours are those of its time zone."""

from datetime import tzinfo

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from editions.models import Masthead


class NewsroomZone(tzinfo):
    """The zone of a masthead that is asked for when an hour is first shown; most fragments show none."""

    def __init__(self, masthead):
        self.masthead = masthead

    def __str__(self):
        return self.masthead.zone.key

    def tzname(self, moment):
        return self.masthead.zone.tzname(moment)

    def utcoffset(self, moment):
        return self.masthead.zone.utcoffset(moment)

    def dst(self, moment):
        return self.masthead.zone.dst(moment)

    def fromutc(self, moment):
        zone = self.masthead.zone
        return zone.fromutc(moment.replace(tzinfo=zone))


class NewsroomHours:
    """Middleware: below /admin/ the current zone is the masthead's, which is read once where it is wanted."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/admin/"):
            return self.get_response(request)
        request.masthead = SimpleLazyObject(Masthead.objects.the)
        with timezone.override(NewsroomZone(request.masthead)):
            return self.get_response(request)
