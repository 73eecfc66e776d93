from django.apps import AppConfig


class Reviews(AppConfig):
    name = "alongside.casework.reviews"
    label = "reviews"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from .queries import completed, scheduled

        parts.add(
            "reviews/_scheduled.html",
            lambda seen: {"scheduled": scheduled(seen.referral.id, seen.staff), "completed": completed(seen)},
        )
