from django.urls import path

from . import views

urlpatterns = [
    path("", views.clips, name="clips"),
    path("kept/<path:name>", views.kept, name="clip_kept"),
    path("<slug:slug>/", views.clip, name="clip"),
    path("<slug:slug>/film", views.film, name="clip_film"),
    path("<slug:slug>/poster", views.poster, name="clip_poster"),
    path("<slug:slug>/captions.vtt", views.captions, name="clip_captions"),
]
