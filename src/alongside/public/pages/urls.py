from django.urls import path

from . import views

urlpatterns = [
    path("how-it-works/", views.how_it_works, name="how_it_works"),
    path("published-counts/", views.published_counts, name="published_counts"),
]
