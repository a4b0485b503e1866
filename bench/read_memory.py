"""Peak memory of reading one document of each format, each in a process of its own, beside one that reads nothing.

    python -m bench.read_memory [DIR]     the largest document of each format in DIR and its siblings

The figure is the process's greatest resident size, so that what C libraries take counts too. Fails over 64 MB above
the process that reads a plain line.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LIMIT = 64.0
CODE = (
    "import resource, sys; from pathlib import Path; from kl_calendar.read.formats import read\n"
    "path = Path(sys.argv[1]); read(path.read_bytes() if path.is_file() else b'Kaffe', path.name)\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
)


def peak(path: Path) -> float:
    """Return megabytes."""
    done = subprocess.run([sys.executable, "-c", CODE, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def main(folder: Path) -> int:
    largest: dict[str, Path] = {}
    for path in sorted(folder.parent.glob("dev*/*")):
        suffix = path.suffix.lower()
        if suffix != ".json" and path.stat().st_size > (largest[suffix].stat().st_size if suffix in largest else -1):
            largest[suffix] = path
    if not largest:
        print(f"no documents beside {folder}")
        return 1
    floor = peak(Path("nothing.txt"))
    most = 0.0
    for suffix, path in sorted(largest.items()):
        above = peak(path) - floor
        most = max(most, above)
        size = path.stat().st_size / 1024
        print(f"{suffix:6} {path.stem:32} {size:7.0f} kB read with {above:5.1f} MB above {floor:.0f}")
    print(f"most {most:.1f} MB above a plain line (limit {LIMIT:.0f})")
    return int(most > LIMIT)


if __name__ == "__main__":
    default = Path(__file__).parent.parent / "tests" / "corpus" / "dev-formats"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
