from django.apps import AppConfig


class Panel(AppConfig):
    name = "alongside.casework.panel"
    label = "panel"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from . import journey
        from .queries import of_case

        journey.register()
        parts.add("panel/_of_case.html", of_case)
