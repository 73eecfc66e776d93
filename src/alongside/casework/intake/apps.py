from django.apps import AppConfig


class Intake(AppConfig):
    name = "alongside.casework.intake"
    label = "intake"

    def ready(self) -> None:
        from alongside.casework.referrals import ownership, parts

        from . import journey, offers
        from .answers import note_first_look
        from .lawful import offer
        from .queries import came_back, replies

        parts.add("intake/_lawful.html", offer)
        parts.add("intake/_offer.html", offers.on_the_page)
        parts.add("intake/_came_back.html", came_back)
        parts.add("intake/_replies.html", replies)
        parts.when_looked_at(note_first_look)
        ownership.not_theirs(offers.why_not_theirs)
        ownership.waits(offers.why_it_waits)
        journey.register()
