"""Celery's clock and workers; what they do stands in each app's `tasks.py`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recap.settings")
app = Celery("recap")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
