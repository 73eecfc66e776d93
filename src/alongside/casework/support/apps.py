from django.apps import AppConfig


class Support(AppConfig):
    name = "alongside.casework.support"
    label = "support"

    def ready(self) -> None:
        from . import journey

        journey.register()
