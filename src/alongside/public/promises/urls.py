from django.urls import path

from . import views

urlpatterns = [
    path("", views.log, name="promises"),
    path("verifiers.txt", views.keys, name="promise_keys"),
    path("checkpoints.txt", views.checkpoints, name="promise_checkpoints"),
    path("leaves/<int:number>.txt", views.leaves, name="promise_leaves"),
]
