from django.urls import path

from . import views

urlpatterns = [path("", views.find_help, name="find_help")]
