"""Visiting the web for somebody who waits for the answer: servers that are busy are waited for."""

import time
from functools import partial

from django.utils import timezone

from sources.fetch import fetch
from sources.visits import visit

as_guest = partial(visit, clock=timezone.now, fetch=fetch, wait=time.sleep)
