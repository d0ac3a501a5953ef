from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from editions import guard
from editions.searching import triggers


def install_triggers(*, using, **kwargs):
    guard.install(connections[using])
    triggers.install(connections[using])


class EditionsConfig(AppConfig):
    name = "editions"

    def ready(self):
        post_migrate.connect(install_triggers, sender=self)
