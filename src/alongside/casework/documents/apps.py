from django.apps import AppConfig


class Documents(AppConfig):
    name = "alongside.casework.documents"
    label = "documents"

    def ready(self) -> None:
        from alongside.casework.referrals import parts, timeline

        from . import listing
        from .queries import listed

        parts.add("documents/_documents.html", listing.of_case)
        parts.add("documents/_files.html", listed)
        timeline.add(listing.story)
