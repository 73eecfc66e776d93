from django.apps import AppConfig


class Site(AppConfig):
    name = "alongside.site"
    label = "site"
