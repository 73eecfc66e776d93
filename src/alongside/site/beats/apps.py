from django.apps import AppConfig


class Beats(AppConfig):
    name = "alongside.site.beats"
    label = "beats"
