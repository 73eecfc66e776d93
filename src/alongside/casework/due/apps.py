from django.apps import AppConfig


class Due(AppConfig):
    name = "alongside.casework.due"
    label = "due"

    def ready(self) -> None:
        from . import journey

        journey.register()
