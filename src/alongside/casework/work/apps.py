from django.apps import AppConfig


class Work(AppConfig):
    name = "alongside.casework.work"
    label = "work"
