from django.urls import path

from . import views

urlpatterns = [path("<uuid:due_id>/", views.due, name="due")]
