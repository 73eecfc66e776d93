"""The design's tests run on settings of their own: no database server, no half."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.design.settings")
