"""The OpenAPI 3.1 document: made from the same tables that judge what is posted, so it cannot say anything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings

from alongside.commons.envelope import receipt
from alongside.public.concerns.models import Area

from . import oauth, schema, terms
from .problems import MEDIA_TYPE, TYPES

VERSION: Final = "1.0.0"
KEY_LOOKS_LIKE: Final = "^[A-Za-z0-9_-]{16,200}$"
EXAMPLE: Final[dict[str, Any]] = {
    "place": {"area": "not_sure"},
    "person": {"called": "Danny Aro", "age_band": "16_17", "school_or_work": "Mill Road College"},
    "concern": {
        "worry": "He told me on Friday that “it is us or them”, and he has stopped seeing his friends. I saw this"
        " myself; that he has new friends online I was told by a classmate.",
        "hurt": "no",
        "came_to_light_on": "2026-11-02",
    },
    "strengths": {"going_well": "His aunt; football on Wednesdays."},
    "told": {"told_them": "yes", "told_them_words": "I told his mother by telephone. She would like help for him."},
    "others": {
        "lead_agreed": "yes",
        "lead_name": "Una Bell",
        "parallel_referral": "not_needed",
        "other_agencies": "none",
    },
    "decided_by": {
        "name": "Teodor Quill",
        "role": "form tutor",
        "organisation": "Mill Road College",
        "telephone": "01632 960 001",
        "email": "t.quill@millroad.example",
        "feedback": "yes",
        "own_account": True,
    },
}
RECEIPT_LOOKS_LIKE: Final = "^{one}(-{one}){{5}}$".format(one=f"[{receipt.ALPHABET}]{{{receipt.GROUP}}}")
ACKNOWLEDGED: Final = {
    "receipt": receipt.made_from(b"an example that opens nothing").shown(),
    "received_on": "2026-11-23",
    "replies_until": "2027-05-22",
    "replies_at": "/share-a-concern/return/",
}


def document(areas: Sequence[Area]) -> dict[str, Any]:
    """The whole document. `areas` are the places that a referral may name."""
    return {
        "openapi": "3.1.1",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Alongside: referrals from partner agencies",
            "version": VERSION,
            "description": "One referral at a time, by a person who decided to send it. Nothing can be asked for.\n\n"
            f"Partner terms, version {terms.CURRENT}:\n\n" + "\n".join(f"- {each}" for each in terms.TERMS),
        },
        "servers": [{"url": settings.SITE_ADDRESS}],
        "paths": {"/partners/token": {"post": _token()}, "/partners/referrals": {"post": _send()}},
        "components": _components(areas),
        "x-problems": {name: {"status": status, "title": title} for name, (status, title) in TYPES.items()},
    }


def _components(areas: Sequence[Area]) -> dict[str, Any]:
    flow = {"tokenUrl": "/partners/token", "scopes": {oauth.SCOPE: "Send one referral."}}
    return {
        "securitySchemes": {
            "agency": {"type": "oauth2", "flows": {"clientCredentials": flow}},
            "secret": {"type": "http", "scheme": "basic"},
        },
        "schemas": {
            "Referral": schema.referral(areas),
            "Acknowledgement": _object(
                {
                    "receipt": {
                        "type": "string",
                        "pattern": RECEIPT_LOOKS_LIKE,
                        "description": "Opens our replies. Give it to the person who decided.",
                    },
                    "received_on": {"type": "string", "format": "date", "description": "The day, in UTC."},
                    "replies_until": {
                        "type": "string",
                        "format": "date",
                        "description": "The last day on which the receipt opens our replies; nothing moves it.",
                    },
                    "replies_at": {"type": "string", "description": "The page where the receipt is typed in."},
                },
                ACKNOWLEDGED,
            ),
            "Problem": _problem(),
        },
    }


def _object(properties: dict[str, Any], example: Any = None) -> dict[str, Any]:
    described = {"type": "object", "required": list(properties), "properties": properties}
    return {**described, "examples": [example]} if example else described


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    wrong = _object({"pointer": text, "detail": text})
    described = _object({"type": text, "title": text, "status": {"type": "integer"}, "detail": text})
    described["properties"]["errors"] = {"type": "array", "items": wrong, "description": "Each field that is wrong."}
    return described


def _send() -> dict[str, Any]:
    return {
        "operationId": "sendReferral",
        "summary": "Send one referral",
        "security": [{"agency": [oauth.SCOPE]}],
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "New for each referral, best a UUID. The same key and body give the same answer for 30"
                " days and send nothing twice.",
                "schema": {"type": "string", "pattern": KEY_LOOKS_LIKE},
                "example": "3f0c4d1e-8a57-4b0e-9d7e-2f6b1f0a9c55",
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/Referral"},
                    "examples": {"a teacher": {"value": EXAMPLE}},
                }
            },
        },
        "responses": {
            "201": _answer("It has been taken.", "#/components/schemas/Acknowledgement", "application/json"),
            **_refusals("400", "401", "403", "413", "415", "422", "429", "503"),
        },
    }


def _token() -> dict[str, Any]:
    text = {"type": "string"}
    granted = {
        "access_token": text,
        "token_type": {"const": "Bearer"},
        "expires_in": {"type": "integer"},
        "scope": {"const": oauth.SCOPE},
    }
    asked = {
        "type": "object",
        "required": ["grant_type"],
        "properties": {"grant_type": {"const": "client_credentials"}, "scope": {"const": oauth.SCOPE}},
    }
    refused = {"application/json": {"schema": {**_object({"error": text}), "description": "RFC 6749, 5.2."}}}
    return {
        "operationId": "getToken",
        "summary": "Get a token for ten minutes (RFC 6749, 4.4)",
        "security": [{"secret": []}],
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": asked}}},
        "responses": {
            "200": {"description": "A token.", "content": {"application/json": {"schema": _object(granted)}}},
            **{status: {"description": "Refused.", "content": refused} for status in ("400", "401", "429")},
            **_refusals("413", "503"),
        },
    }


def _refusals(*statuses: str) -> dict[str, Any]:
    titles = {str(status): title for status, title in TYPES.values()}
    return {status: _answer(titles[status], "#/components/schemas/Problem", MEDIA_TYPE) for status in statuses}


def _answer(words: str, reference: str, media_type: str) -> dict[str, Any]:
    return {"description": words, "content": {media_type: {"schema": {"$ref": reference}}}}
