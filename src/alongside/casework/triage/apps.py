from django.apps import AppConfig


class Triage(AppConfig):
    name = "alongside.casework.triage"
    label = "triage"

    def ready(self) -> None:
        from alongside.casework.referrals import parts, timeline

        from . import deconfliction, gateway, holds, journey
        from .queries import emergencies, story

        journey.register()
        parts.add("triage/_deconfliction.html", deconfliction.on_the_page, place="known")
        parts.add("triage/_gateway.html", gateway.on_the_page, place="known")
        parts.add("triage/_hold.html", holds.on_the_page, place="known", to_read=True)
        parts.add("triage/_emergencies.html", emergencies, to_read=True)
        timeline.add(story)
