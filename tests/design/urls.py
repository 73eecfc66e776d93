from django.urls import include, path

from . import pages

urlpatterns = [
    path("", pages.sample, name="sample"),
    path("form/", pages.sample_form, name="sample_form"),
    path("question/", pages.sample_question, name="sample_question"),
    path("empty/", pages.sample_empty, name="sample_empty"),
    path("table/", pages.sample_table, name="sample_table"),
    path("crash/", pages.sample_crash, name="sample_crash"),
    path("refusal/", pages.sample_refusal, name="sample_refusal"),
    path("sign-in/", include("allauth.urls")),
]
