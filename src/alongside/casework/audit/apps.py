from django.apps import AppConfig


class Audit(AppConfig):
    name = "alongside.casework.audit"
    label = "audit"
