from django.urls import path

from . import staff_views, views

urlpatterns = [
    path("<uuid:referral_id>/<uuid:document_id>/view", views.file, {"how": "view"}, name="view_file"),
    path("<uuid:referral_id>/<uuid:document_id>/copy", views.file, {"how": "copy"}, name="copy_of_file"),
    path("<uuid:referral_id>/", staff_views.documents, name="documents"),
    path("<uuid:referral_id>/add/", staff_views.add, name="add_document"),
    path("<uuid:referral_id>/of-staff/<uuid:case_document_id>/replace/", staff_views.replace, name="replace_document"),
    path(
        "<uuid:referral_id>/of-staff/<uuid:case_document_id>/withdraw/", staff_views.withdraw, name="withdraw_document"
    ),
    path(
        "<uuid:referral_id>/of-staff/<uuid:case_document_id>/view", staff_views.document, {"how": "view"},
        name="view_document",
    ),
    path(
        "<uuid:referral_id>/of-staff/<uuid:case_document_id>/copy", staff_views.document, {"how": "copy"},
        name="copy_of_document",
    ),
]  # fmt: skip
