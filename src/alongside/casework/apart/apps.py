from django.apps import AppConfig


class Apart(AppConfig):
    name = "alongside.casework.apart"
    label = "apart"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from . import journey
        from .queries import for_the_two, for_who_marks

        parts.add("apart/_mark.html", for_who_marks)
        parts.add("apart/_the_two.html", for_the_two, place="people")
        journey.register()
