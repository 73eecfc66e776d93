from django.urls import path

from . import views

urlpatterns = [path("", views.given_back, name="given_back")]
