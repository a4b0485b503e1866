"""Tests that need a program beyond Python say so: skipped with the reason here, a failure where all is required."""

from __future__ import annotations

import os

import pytest


def require(condition: bool, reason: str) -> None:
    """Go on when `condition` holds; else skip with the reason, or fail when `KL_REQUIRE_ALL=1`."""
    if condition:
        return
    if os.environ.get("KL_REQUIRE_ALL") == "1":
        pytest.fail(f"required here: {reason}")
    pytest.skip(reason)
