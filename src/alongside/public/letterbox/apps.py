from django.apps import AppConfig


class Letterbox(AppConfig):
    name = "alongside.public.letterbox"
    label = "letterbox"
