"""Clip pages from the command line."""

import sys

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sources.clipping import clip
from sources.guest import as_guest


class Command(BaseCommand):
    help = "Clip pages: read each, and put it into the queue."
    visit = staticmethod(as_guest)

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="+", help="of a page; - reads addresses, one a line")
        parser.add_argument("--by", metavar="USERNAME", help="who is shown as having clipped them")

    def handle(self, *args, address, by, **options):
        person = self.person(by)
        wrong = 0
        for one in self.named(address):
            try:
                clipping, is_new = clip(one, by=person, clock=timezone.now, visit=self.visit)
            except ValueError as error:
                wrong += 1
                self.stderr.write(str(error))
            else:
                self.stdout.write(_said(clipping, is_new))
        if wrong:
            raise CommandError(f"{wrong} of these {'is' if wrong == 1 else 'are'} no web address.")

    def person(self, name):
        if not name:
            return None
        try:
            return User.objects.get(username=name)
        except User.DoesNotExist:
            raise CommandError(f"Nobody is called “{name}” here.") from None

    def named(self, addresses):
        for one in addresses:
            yield from (line.strip() for line in sys.stdin if line.strip()) if one == "-" else [one]


def _said(clipping, is_new):
    became = "clipped" if is_new else f"clipped already, {clipping.get_state_display().lower()}"
    reason = f"; not read: {clipping.trouble}" if clipping.trouble else ""
    return f"{clipping.url}: {became}{reason}"
