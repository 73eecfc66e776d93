from django.apps import AppConfig


class Help(AppConfig):
    name = "alongside.public.help"
    label = "help"
