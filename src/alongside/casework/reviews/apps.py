from django.apps import AppConfig


class Reviews(AppConfig):
    name = "alongside.casework.reviews"
    label = "reviews"
