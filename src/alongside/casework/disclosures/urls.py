from django.urls import path

from . import views

urlpatterns = [
    path("<uuid:case_id>/", views.register, name="disclosures"),
    path("<uuid:case_id>/file.csv", views.download, name="disclosures_file"),
    path("<uuid:case_id>/by-hand/", views.by_hand, name="disclosure_by_hand"),
    path("<uuid:case_id>/<uuid:disclosure_id>/correct/", views.correct, name="disclosure_correct"),
    path("<uuid:case_id>/<uuid:disclosure_id>/recall/", views.recall, name="disclosure_recall"),
    path("<uuid:case_id>/<uuid:disclosure_id>/answered/", views.answered, name="disclosure_answered"),
]
