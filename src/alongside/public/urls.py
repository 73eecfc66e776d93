"""The addresses of the public half. What needs sign-in is listed by a test that walks them (tests/boundary)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtail_admin_urls
from wagtail.documents import urls as wagtail_documents_urls

from alongside.site.health import health
from alongside.site.sign_in import not_here
from alongside.site.too_large import too_large

# Wagtail brings two sign-in pages of its own, which know neither the second factor nor the limit on guesses.
one_way_to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("health", health, name="health"),
    path("sign-in/email/", not_here),
    path("sign-in/", include("allauth.account.urls")),
    path("sign-in/", include("allauth.mfa.urls")),
    path("edit/login/", one_way_to_sign_in),
    path("_util/login/", one_way_to_sign_in),
    path("edit/", include(wagtail_admin_urls)),
    path("documents/", include(wagtail_documents_urls)),
    path("", include("alongside.public.accounts.urls")),
    *i18n_patterns(
        path("share-a-concern/", include("alongside.public.concerns.urls")),
        path("professionals/", include("alongside.public.professionals.urls")),
        path("too-large/", too_large, name="too_large"),
        prefix_default_language=False,
    ),
    path("one-question/", include("alongside.public.one_question.urls")),
    path("promises/", include("alongside.public.promises.urls")),
    path("partners/", include("alongside.public.partners.urls")),
    path("live/", include("alongside.public.live.urls")),
    path("clips/", include("alongside.public.clips.urls")),
    path("help/", include("alongside.public.help.urls")),
    path("mail/", include("alongside.site.outbox.urls")),
    path("", include("alongside.public.pages.urls")),
    path("", include(wagtail_urls)),
]
