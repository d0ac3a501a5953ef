from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from editions import guard


def install_guard(*, using, **kwargs):
    guard.install(connections[using])


class EditionsConfig(AppConfig):
    name = "editions"

    def ready(self):
        post_migrate.connect(install_guard, sender=self)
