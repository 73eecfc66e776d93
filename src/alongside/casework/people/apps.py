from django.apps import AppConfig


class People(AppConfig):
    name = "alongside.casework.people"
    label = "people"

    def ready(self) -> None:
        from alongside.casework.referrals import parts, timeline

        from . import journey
        from .queries import earlier, story

        journey.register()
        parts.add("people/_earlier.html", earlier, place="people")
        timeline.add(story)
