"""The settings for processes of a test: beat looks every second, and tables are made without migrations."""

from django.apps import AppConfig

from recap.settings import *  # noqa: F403
from recap.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

CELERY_BEAT_SCHEDULE = {name: {**entry, "schedule": 1.0} for name, entry in CELERY_BEAT_SCHEDULE.items()}
MIGRATION_MODULES = dict.fromkeys(AppConfig.create(name).label for name in INSTALLED_APPS)
