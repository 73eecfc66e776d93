from django.apps import AppConfig


class Concerns(AppConfig):
    name = "alongside.public.concerns"
    label = "concerns"
