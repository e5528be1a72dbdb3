"""Where the fixtures are, and how hypothesis runs."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, settings

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"

# No deadline: a test that is timed fails on a slow machine and says nothing about the code.
settings.register_profile("dechaff", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("dechaff")
