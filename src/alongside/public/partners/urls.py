from django.urls import path

from . import api

urlpatterns = [
    path("openapi.json", api.document, name="partner_document"),
    path("token", api.token, name="partner_token"),
    path("referrals", api.send, name="partner_referrals"),
]
