"""How long it takes to see a change in the preview: python -m tests.bench.preview [CHANGES]."""

import sys
from statistics import median

from tests.looks.browser import missing_tools
from tests.looks.preview import measure_changes

CHANGES = 25


if __name__ == "__main__":
    if missing := missing_tools():
        sys.exit(missing)
    seen = sorted(measure_changes(int(sys.argv[1]) if len(sys.argv) > 1 else CHANGES))
    print(f"digest preview shows a change after {median(seen):.0f} ms (median of {len(seen)};")
    print(f"fastest {seen[0]} ms, slowest {seen[-1]} ms; at most 300 ms are promised)")
