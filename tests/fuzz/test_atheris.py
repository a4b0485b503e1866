"""Coverage-guided fuzzing: the same few thousand inputs with the tests, chance for `KL_FUZZ_SECONDS` by `make fuzz`."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.seeds import seeds
from tests.heavy import require

SECONDS = int(os.environ.get("KL_FUZZ_SECONDS", "0"))
EXTENT = [f"-max_total_time={SECONDS}"] if SECONDS else ["-seed=1", "-runs=15000", "-max_total_time=60"]
"""With the tests nothing is left to chance: what fails is what was changed, not what was met today."""
HARNESS = Path(__file__).with_name("harness.py")


@pytest.mark.heavy
def test_coverage_guided_fuzzing_finds_no_crash_no_hang_and_no_memory_hog(tmp_path: Path) -> None:
    require(importlib.util.find_spec("atheris") is not None, "needs: pip install atheris")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, raw in enumerate(seeds().values()):
        (corpus / str(number)).write_bytes(bytes([number]) + raw)
    command = [
        sys.executable,
        str(HARNESS),
        *EXTENT,
        "-timeout=10",
        "-rss_limit_mb=1500",
        str(corpus),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, errors="replace", timeout=SECONDS + 120, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
