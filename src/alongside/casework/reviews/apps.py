from django.apps import AppConfig


class Reviews(AppConfig):
    name = "alongside.casework.reviews"
    label = "reviews"

    def ready(self) -> None:
        from alongside.casework.assessment import actions as assessment
        from alongside.casework.referrals import parts, timeline

        from .actions import reassessed
        from .queries import scheduled, story

        assessment.AGREED.append(reassessed)

        parts.add(
            "reviews/_scheduled.html",
            lambda seen: {"scheduled": scheduled(seen.referral.id, seen.staff)},
            place="dates",
        )
        timeline.add(story)
