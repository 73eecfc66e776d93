from django.apps import AppConfig


class Intake(AppConfig):
    name = "alongside.casework.intake"
    label = "intake"

    def ready(self) -> None:
        from alongside.casework.referrals import ownership, parts, timeline

        from . import journey, offers
        from .answers import note_first_look, resend
        from .lawful import offer
        from .linking import note_read
        from .links import shown
        from .queries import came_back, replies, story

        parts.add("intake/_lawful.html", offer)
        parts.add("intake/_offer.html", offers.on_the_page)
        parts.add("intake/_came_back.html", came_back)
        parts.add("intake/_replies.html", replies)
        parts.add("intake/_links.html", shown)
        timeline.add(story)
        parts.when_looked_at(note_first_look)
        parts.when_looked_at(note_read)
        parts.when_looked_at(resend)
        ownership.not_theirs(offers.why_not_theirs)
        ownership.waits(offers.why_it_waits)
        journey.register()
