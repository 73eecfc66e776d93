from django.apps import AppConfig


class Clips(AppConfig):
    name = "alongside.public.clips"
    label = "clips"
