from django.apps import AppConfig


class Pages(AppConfig):
    name = "alongside.public.pages"
    label = "pages"
