from django.urls import path

from . import views

urlpatterns = [
    path("<uuid:referral_id>/<uuid:document_id>/view", views.file, {"how": "view"}, name="view_file"),
    path("<uuid:referral_id>/<uuid:document_id>/copy", views.file, {"how": "copy"}, name="copy_of_file"),
]
