from django.apps import AppConfig


class Triage(AppConfig):
    name = "alongside.casework.triage"
    label = "triage"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from . import journey
        from .queries import emergencies

        journey.register()
        parts.add("triage/_emergencies.html", emergencies, to_read=True)
