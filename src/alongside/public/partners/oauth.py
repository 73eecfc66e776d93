"""OAuth 2.0 client credentials (RFC 6749, 4.4) by Authlib: who an agency's machine is, for ten minutes at a time.

A token is signed and stored nowhere. It says which agency and until when; the agency is looked up at each use, so that
closing one ends its tokens too.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final

from authlib.integrations.django_oauth2 import AuthorizationServer, BearerTokenValidator, ResourceProtector  # type: ignore[import-untyped]
from authlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749 import ClientMixin, OAuth2Request, TokenMixin, UnauthorizedClientError  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant  # type: ignore[import-untyped]
from authlib.oauth2.rfc6750 import BearerTokenGenerator  # type: ignore[import-untyped]
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse

from alongside.commons import clock

from . import actions, queries, terms
from .models import Agency

SCOPE: Final = "referral:send"
GOOD_FOR: Final = timedelta(minutes=10)
METHODS: Final = ("client_secret_basic", "client_secret_post")


class Client(ClientMixin):
    """An agency as Authlib asks for it. Without an agency no secret is right: unknown and wrong are answered alike."""

    def __init__(self, agency: Agency | None) -> None:
        self.agency = agency

    def get_client_id(self) -> str:
        return str(self.agency.id) if self.agency else ""

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        return SCOPE if set((scope or SCOPE).split()) == {SCOPE} else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return False

    def check_client_secret(self, client_secret: str) -> bool:
        kept = bytes(self.agency.secret_hash) if self.agency else bytes(32)
        return hmac.compare_digest(actions.hash_of(client_secret), kept)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in METHODS

    def check_response_type(self, response_type: str) -> bool:
        return False

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == ClientCredentialsGrant.GRANT_TYPE


class Grant(ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = list(METHODS)

    def validate_token_request(self) -> None:
        super().validate_token_request()
        if self.request.client.agency.terms_version != terms.CURRENT:
            raise UnauthorizedClientError(f"Agree to version {terms.CURRENT} of the partner terms first.")


class Server(AuthorizationServer):
    """Authlib's server, with agencies for clients and nothing to store."""

    def query_client(self, client_id: str) -> Client:
        return Client(queries.open_agency(client_id))

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Keep nothing."""

    def create_bearer_token_generator(self) -> BearerTokenGenerator:
        return BearerTokenGenerator(_new_token, expires_generator=int(GOOD_FOR.total_seconds()))


@dataclass(frozen=True)
class Token(TokenMixin):
    """What a token says, and the agency as it is now."""

    agency: Agency
    scope: str
    until: int

    def get_scope(self) -> str:
        return self.scope

    def is_expired(self) -> bool:
        return clock.now().timestamp() >= self.until

    def is_revoked(self) -> bool:
        return self.agency.terms_version != terms.CURRENT


class Validator(BearerTokenValidator):
    def authenticate_token(self, token_string: str) -> Token | None:
        try:
            said = _signer().unsign_object(token_string)
        except (signing.BadSignature, ValueError):
            return None
        agency = queries.open_agency(said["agency"])
        return Token(agency, said["scope"], said["until"]) if agency else None


@cache
def server() -> Server:
    made = Server(Agency, None)
    made.register_grant(Grant)
    return made


@cache
def protector() -> ResourceProtector:
    made = ResourceProtector()
    made.register_token_validator(Validator(None, realm="alongside"))
    return made


def token_response(request: HttpRequest) -> HttpResponse:
    """Answer at the token endpoint, as RFC 6749 has it."""
    try:
        response: HttpResponse = server().create_token_response(request)
    except OAuth2Error as refused:
        # Authlib reads the address before it answers refusals itself: OAuth without TLS.
        response = JsonResponse(dict(refused.get_body()), status=refused.status_code)
    except ValueError:
        # Credentials that are no text; Authlib reads them as UTF-8.
        response = JsonResponse({"error": "invalid_client"}, status=401, headers={"WWW-Authenticate": "Basic"})
    return response


def agency_of(request: HttpRequest) -> Agency:
    """The agency whose token this request carries. Raises authlib's OAuth2Error."""
    token: Token = protector().acquire_token(request, [SCOPE])
    return token.agency


def _new_token(*, client: Client, scope: str, **_more: Any) -> str:
    until = clock.now() + GOOD_FOR
    # A random number, so that no two tokens are one.
    said = {
        "agency": client.get_client_id(),
        "scope": scope,
        "until": int(until.timestamp()),
        "n": secrets.token_hex(8),
    }
    return _signer().sign_object(said)


def _signer() -> signing.Signer:
    return signing.Signer(salt="alongside.partner.token", sep=".")
