from django.apps import AppConfig


class Promises(AppConfig):
    name = "alongside.public.promises"
    label = "promises"
