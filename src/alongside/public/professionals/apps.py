from django.apps import AppConfig


class Professionals(AppConfig):
    name = "alongside.public.professionals"
    label = "professionals"
