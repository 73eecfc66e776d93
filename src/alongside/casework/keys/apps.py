from django.apps import AppConfig


class Keys(AppConfig):
    name = "alongside.casework.keys"
    label = "keys"
