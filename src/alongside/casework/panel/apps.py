from django.apps import AppConfig


class Panel(AppConfig):
    name = "alongside.casework.panel"
    label = "panel"

    def ready(self) -> None:
        from . import journey

        journey.register()
