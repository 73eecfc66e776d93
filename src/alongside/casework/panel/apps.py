from django.apps import AppConfig


class Panel(AppConfig):
    name = "alongside.casework.panel"
    label = "panel"

    def ready(self) -> None:
        from alongside.casework.assessment import needs
        from alongside.casework.referrals import parts, readers, timeline

        from . import journey
        from .of_case import actions_for_needs, next_panel, readers_of, story

        journey.register()
        parts.add("panel/_of_case.html", next_panel, place="dates")
        timeline.add(story)
        readers.add(readers_of)
        needs.OFFERS.append(actions_for_needs)
