from django.apps import AppConfig


class Oversight(AppConfig):
    name = "alongside.casework.oversight"
    label = "oversight"
