from django.urls import path

from . import views

urlpatterns = [path("<str:link>/", views.one_question, name="one_question")]
