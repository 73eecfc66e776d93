"""Whose a referral is, by name: taking it up, and handing it over by offer and acceptance (R-09)."""
