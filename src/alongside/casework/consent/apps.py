from django.apps import AppConfig


class Consent(AppConfig):
    name = "alongside.casework.consent"
    label = "consent"

    def ready(self) -> None:
        from . import journey

        journey.register()
