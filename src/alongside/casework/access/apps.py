from django.apps import AppConfig


class Access(AppConfig):
    name = "alongside.casework.access"
    label = "access"
