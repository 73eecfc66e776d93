"""Serve as one role after another in one transaction, as the tests of keeping do."""

from tests.casework.rights.conftest import administrator, served

__all__ = ["administrator", "served"]
