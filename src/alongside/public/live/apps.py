from django.apps import AppConfig


class Live(AppConfig):
    name = "alongside.public.live"
    label = "live"
