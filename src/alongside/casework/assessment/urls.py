from django.urls import path

from . import views

urlpatterns = [
    path("<uuid:referral_id>/", views.assessment, name="assessment"),
    path("<uuid:referral_id>/write/", views.write, name="assessment_write"),
    path("<uuid:referral_id>/preview/", views.preview, name="assessment_preview"),
    path("<uuid:referral_id>/needs/", views.needs_of_case, name="assessment_needs"),
    path("<uuid:referral_id>/agree/", views.agree, name="assessment_agree"),
    path("<uuid:referral_id>/<int:number>/", views.version, name="assessment_version"),
    path("<uuid:referral_id>/<int:number>/correct/", views.correct, name="assessment_correct"),
]
