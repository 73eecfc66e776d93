from django.urls import path

from . import views

urlpatterns = [
    path("holds/", views.long_holds, name="holds"),
    path("holds/<uuid:hold_id>/", views.hold, name="hold"),
    path("<uuid:referral_id>/emergency/", views.emergency, name="emergency"),
    path("<uuid:referral_id>/deconfliction/", views.deconfliction_answer, name="deconfliction"),
    path("<uuid:referral_id>/gateway/", views.gateway_assessment, name="gateway"),
]
