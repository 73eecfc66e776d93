from django.apps import AppConfig


class Intake(AppConfig):
    name = "alongside.casework.intake"
    label = "intake"
