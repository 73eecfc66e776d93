from django.apps import AppConfig


class Consent(AppConfig):
    name = "alongside.casework.consent"
    label = "consent"

    def ready(self) -> None:
        from alongside.casework.referrals import parts, timeline

        from . import journey
        from .queries import answers, story

        journey.register()
        parts.add("consent/_answers.html", answers)
        timeline.add(story)
