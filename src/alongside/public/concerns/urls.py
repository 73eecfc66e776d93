from django.urls import path

from . import returning_views, sealing_views, views

urlpatterns = [
    path("", views.start, name="concern_start"),
    path("safety/", views.safety, name="concern_safety"),
    path("tell/", views.tell, name="concern_tell"),
    path("return/", returning_views.come_back, name="concern_return"),
    path("seal/", sealing_views.seal, name="concern_seal"),
    path("leave/", views.leave, name="concern_leave"),
]
