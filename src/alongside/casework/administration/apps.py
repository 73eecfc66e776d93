from django.apps import AppConfig


class Administration(AppConfig):
    name = "alongside.casework.administration"
    label = "administration"
