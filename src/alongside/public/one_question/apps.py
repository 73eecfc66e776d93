from django.apps import AppConfig


class OneQuestion(AppConfig):
    name = "alongside.public.one_question"
    label = "one_question"
