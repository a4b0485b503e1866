"""Run every benchmark in this folder, one after the other: `python -m bench [NAME…]`; 1 when one is over its budget."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    """Run the benchmarks of these names, or all."""
    wanted = [HERE / f"{name}.py" for name in names] or sorted(HERE.glob("[a-z]*.py"))  # `_reading` is what some share
    over = []
    for path in wanted:
        print(f"== {path.stem}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{path.stem}"], cwd=HERE.parent, check=False).returncode:
            over.append(path.stem)
    if over:
        print(f"over their budget: {', '.join(over)}")
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
