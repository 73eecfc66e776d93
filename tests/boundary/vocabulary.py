"""Words that no field of ours may be named, typed or labelled with, and where the same letters are harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable

BELIEF = {
    "religion", "religions", "religious", "faith", "faiths", "denomination", "muslim", "islam", "islamic", "christian",
    "jewish", "hindu", "sikh", "ethnicity", "ethnic", "race", "racial", "nationality", "immigration", "politics",
    "political", "party", "ideology", "ideologies", "ideological", "extremism", "extremist", "belief", "beliefs",
}  # fmt: skip
JUDGEMENT = {
    "score", "scores", "scored", "scoring", "rank", "ranks", "ranked", "ranking", "rating", "ratings", "rated", "risk",
    "risks", "rag", "colour", "color", "red", "amber", "severity", "threat", "likelihood", "probability", "odds",
    "prediction", "predictions", "predicted", "predict", "forecast", "profile", "profiling", "suspicion", "suspect",
    "suspects", "dangerousness", "vulnerability", "watchlist", "blacklist", "flagged", "weighting", "propensity",
}  # fmt: skip
MACHINE = {
    "classifier", "classification", "classified", "sentiment", "embedding", "embeddings", "inference", "model_output",
    "keyword", "keywords", "trigger_words", "topic_model", "similarity", "biometric", "biometrics", "fingerprint",
    "scraped", "crawled", "tweet", "tweets", "facebook", "instagram", "telegram", "handle", "handles",
}  # fmt: skip
FORBIDDEN = BELIEF | JUDGEMENT | MACHINE
PAIRS = ("watch_list", "risk_level", "threat_level", "social_media", "free_text_analysis", "traffic_light", "no_fly")

EXCEPTIONS = {
    "type_of_concern": "domain page 6.4: on no form, set by two people, held as a statistics event alone",
    "equality_response": "domain page 5 and R-21: a separate store, self-described, without a key to any person",
}
"""The two named exceptions. Neither may be a column or a form's field; both are rows of a register alone."""

HARMLESS = {
    "pages.MythPage.myth": "the five misconceptions themselves, which a page of the campaign answers",
}
"""Fields whose words are about the words, with the reason."""


def words_of(name: str) -> list[str]:
    """``riskLevel_of-Person`` → risk, level, of, person."""
    spread = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    return [word for word in re.split(r"[^a-z0-9]+", spread.lower()) if word]


def forbidden_in(name: str) -> set[str]:
    """Return what a name or a label says that it must not."""
    words = words_of(name)
    joined = "_".join(words)
    pairs = {pair for pair in PAIRS if re.search(rf"(^|_){pair}(_|$)", joined)}
    exceptions = {name for name in EXCEPTIONS if name in joined}
    return ({word for word in words if word in FORBIDDEN}) | pairs | exceptions


def crossing(names: Iterable[tuple[str, str]]) -> list[str]:
    """Of pairs of a place and what is named there, return those that cross the line."""
    return sorted(
        f"{place}: {', '.join(sorted(found))}"
        for place, named in names
        if place not in HARMLESS and (found := forbidden_in(named))
    )
