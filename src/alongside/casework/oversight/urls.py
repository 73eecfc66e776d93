from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="oversight"),
    path("counts.csv", views.download, name="oversight_csv"),
    path("published/<int:number>/", views.release, name="oversight_release"),
    path("publish/<str:word>/", views.publish, name="oversight_publish"),
]
