from django.apps import AppConfig


class Referrals(AppConfig):
    name = "alongside.casework.referrals"
    label = "referrals"
