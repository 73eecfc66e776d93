from django.urls import path

from . import views

urlpatterns = [
    path("passed-on/", views.passed_on, name="apart_passed_on"),
    path("<uuid:referral_id>/", views.mark, name="apart_mark"),
    path("<uuid:referral_id>/replace/", views.replace, name="apart_replace"),
    path("<uuid:referral_id>/own/", views.own, name="apart_own"),
]
