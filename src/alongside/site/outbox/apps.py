from django.apps import AppConfig


class Outbox(AppConfig):
    name = "alongside.site.outbox"
    label = "outbox"
