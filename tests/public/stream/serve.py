"""Starts one stream process for a test, with its settings and its database from the environment."""

from __future__ import annotations

import json
import os

import psycopg

from alongside.public.live import stream
from alongside.public.live.stream_connections import Settings

if __name__ == "__main__":
    given = json.loads(os.environ["STREAM_TEST"])
    given["settings"]["proxies"] = tuple(given["settings"].get("proxies", Settings.proxies))
    stream.raise_file_limit()
    stream.serve(Settings(**given["settings"]), lambda: psycopg.connect(**given["database"], connect_timeout=5))
