from django.apps import AppConfig


class Assessment(AppConfig):
    name = "alongside.casework.assessment"
    label = "assessment"

    def ready(self) -> None:
        from alongside.casework.referrals import parts, timeline

        from .queries import of_case, story

        parts.add("assessment/_of_case.html", of_case, place="known")
        parts.add_to_read("assessment/_to_read.html", of_case)
        timeline.add(story)
