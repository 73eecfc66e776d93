from django.apps import AppConfig


class Partners(AppConfig):
    name = "alongside.public.partners"
    label = "partners"
