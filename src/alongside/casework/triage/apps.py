from django.apps import AppConfig


class Triage(AppConfig):
    name = "alongside.casework.triage"
    label = "triage"

    def ready(self) -> None:
        from . import journey

        journey.register()
