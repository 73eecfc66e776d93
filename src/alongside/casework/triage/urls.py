from django.urls import path

from . import views

urlpatterns = [path("<uuid:referral_id>/emergency/", views.emergency, name="emergency")]
