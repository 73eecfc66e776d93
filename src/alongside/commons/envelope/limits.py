"""How long each text of an envelope may be, which texts may not be empty, and which words a coded field may hold."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# The largest file (bytes, decimal, as the page says it) and how many may belong to one telling.
LARGEST_FILE: Final = 20_000_000
MOST_FILES: Final = 10
# Days after Send on which a reply box closes, whatever was decided: the day must tell nothing.
BOX_DAYS: Final = 180

# What only one way asks besides, in characters. Whoever is under 18 and tells us: whether it is about them, and how old
# they are. A professional: all the rest (domain page 3.1 to 3.3, column R). Who sends it is not here but in the
# identity: a case holds no name of the reporter.
MORE: Final[Mapping[str, int]] = MappingProxyType(
    {
        "about": 20,
        "teller_age_band": 40,
        "aliases": 200,
        "spelling_unsure": 10,
        "born_on": 10,
        "address": 400,
        "school_or_work": 300,
        "how_we_noticed": 1000,
        "event": 1500,
        "indicators": 1000,
        "contacts": 1000,
        "online": 1000,
        "may_happen": 1000,
        "safeguarding_concerns": 1000,
        "disability": 600,
        "disability_known": 10,
        "discussed_with_person": 800,
        "discussed_with_parents": 800,
        "parental_support": 800,
        "why_not_told": 800,
        "lead_name": 200,
        "lead_agreed": 10,
        "lead_discussed_on": 10,
        "without_lead": 500,
        "parallel_referral": 10,
        "parallel_referral_words": 500,
        "other_agencies": 800,
        "done_so_far": 500,
        "other_information": 1000,
        "came_to_light_on": 10,
        "own_account": 10,
    }
)

# The most characters (Unicode code points) that each field of text may have.
LIMITS: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {
        "concern": {
            "kind_of_door": 40,
            "channel": 20,
            "area": 80,
            "advice_first": 3,
            "worry": 4000,
            "hurt": 10,
            "hurt_words": 1000,
            "called": 200,
            "age_band": 40,
            "find_them": 1000,
            "going_well": 2000,
            "needs": 2000,
            "communication": 500,
            "told_them": 10,
            "told_them_words": 1000,
            "promise": 20,
            "contact": 20,
            "fear": 1000,
            "feedback": 3,
            "place_in_queue": 10,
            "language": 35,
        },
        "identity": {
            "promise": 20,
            "name": 200,
            "role": 200,
            "organisation": 200,
            "relation": 200,
            "telephone": 50,
            "email": 254,
            "safe_contact": 1000,
            "locked": 60_000,
            "language": 35,
        },
        "part": {"name": 255, "said_type": 100, "language": 35},
        "message": {"act": 20, "words": 4000, "language": 35},
        "passed_question": {"event": 80, "words": 2000, "note": 1000, "language": 35},
        "reply": {"state": 20, "words": 4000, "signed_as": 200, "language": 35},
        "box": {
            "area": 80,
            "promise": 20,
            "exchange": 3,
            "envelope_hash": 64,
            "promise_hour": 27,
            "promise_key": 40,
            "promise_signature": 128,
            "leaf_nonce": 64,
            "language": 35,
        },
    }
)

# Without these there is nothing to weigh, to route or to read.
NEVER_EMPTY: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "concern": frozenset({"kind_of_door", "channel", "area", "worry", "promise", "language"}),
        "identity": frozenset({"promise", "language"}),
        "part": frozenset({"name", "language"}),
        "message": frozenset({"act", "language"}),
        "passed_question": frozenset({"event", "words", "language"}),
        "reply": frozenset({"state", "language"}),
        "box": frozenset({"language"}),
    }
)

YES_NO_UNSURE: Final = frozenset({"yes", "no", "unsure", ""})
YES: Final = frozenset({"yes", ""})
DOORS: Final = frozenset({"somebody", "myself", "under_18", "gone"})
CHANNELS: Final = frozenset({"public", "professional", "machine", "telephone", "webchat"})
# what whoever tells us was promised about their name.
PROMISES: Final = frozenset({"anonymous", "in_confidence", "named"})
ACTS: Final = frozenset({"more", "correction", "withdrawal", "burn", "exchange"})
# How far we are with a *telling*: nothing of what was decided about the person.
STATES: Final = frozenset({"received", "read", "question", "replied", "finished"})
# What each coded field may hold, by kind and name.
WORDS: Final[Mapping[str, Mapping[str, frozenset[str]]]] = MappingProxyType(
    {
        "concern": {
            "kind_of_door": DOORS,
            "channel": CHANNELS,
            "promise": PROMISES,
            "hurt": YES_NO_UNSURE,
            "told_them": YES_NO_UNSURE,
            "advice_first": YES,
            "feedback": frozenset({"yes", "no", ""}),
            # Whether it is safe to get in touch: only through the receipt, or also as the identity says.
            "contact": frozenset({"receipt", "as_said", "no", ""}),
            "place_in_queue": frozenset({"later", ""}),
        },
        "identity": {"promise": PROMISES - {"anonymous"}},
        "message": {"act": ACTS},
        "reply": {"state": STATES},
        "box": {"promise": PROMISES | {""}, "exchange": YES},
    }
)
