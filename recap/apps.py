from django.apps import AppConfig


class RecapConfig(AppConfig):
    name = "recap"
