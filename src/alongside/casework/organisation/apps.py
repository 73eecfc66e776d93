from django.apps import AppConfig


class Organisation(AppConfig):
    name = "alongside.casework.organisation"
    label = "organisation"
