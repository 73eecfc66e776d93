"""The addresses of casework. All need sign-in but those that a test lists (tests/boundary)."""

from django.urls import include, path

from alongside.site.health import health
from alongside.site.sign_in import not_here
from alongside.site.too_large import too_large

urlpatterns = [
    path("health", health, name="health"),
    path("too-large/", too_large, name="too_large"),
    path("sign-in/email/", not_here),
    path("sign-in/", include("allauth.account.urls")),
    path("sign-in/", include("allauth.mfa.urls")),
    path("", include("alongside.casework.work.urls")),
    path("referrals/", include("alongside.casework.referrals.urls")),
    path("files/", include("alongside.casework.documents.urls")),
    path("intake/", include("alongside.casework.intake.urls")),
    path("triage/", include("alongside.casework.triage.urls")),
    path("owners/", include("alongside.casework.owners.urls")),
    path("access/", include("alongside.casework.access.urls")),
    path("apart/", include("alongside.casework.apart.urls")),
    path("panel/", include("alongside.casework.panel.urls")),
    path("assessment/", include("alongside.casework.assessment.urls")),
    path("national/", include("alongside.casework.national.urls")),
    path("disclosures/", include("alongside.casework.disclosures.urls")),
    path("agencies/", include("alongside.casework.agencies.urls")),
    path("people/", include("alongside.casework.people.urls")),
    path("reporters/", include("alongside.casework.reporters.urls")),
    path("desk/", include("alongside.casework.desk.urls")),
    path("duty/", include("alongside.casework.duty.urls")),
    path("due/", include("alongside.casework.reviews.urls")),
    path("kept/", include("alongside.casework.rights.urls")),
    path("oversight/", include("alongside.casework.oversight.urls")),
    path("given-back/", include("alongside.casework.given_back.urls")),
    path("administration/", include("alongside.casework.administration.urls")),
    path("mail/", include("alongside.site.outbox.urls")),
]
