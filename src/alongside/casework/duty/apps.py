from django.apps import AppConfig


class Duty(AppConfig):
    name = "alongside.casework.duty"
    label = "duty"

    def ready(self) -> None:
        from . import journey

        journey.register()
