"""The child process of an inspection; its arguments are SECONDS and perhaps FOLDER.

Reads the file on its standard input, or the folder, and prints the report as JSON.
"""

from __future__ import annotations

import json
import resource
import sys

from . import inspect_path, inspect_stream

_MEMORY = 2 << 30
_FILES = 64


def main() -> None:
    """Limit this process, then inspect."""
    seconds = float(sys.argv[1])
    limits = {
        resource.RLIMIT_AS: _MEMORY,
        resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_NOFILE: _FILES,
        # It has nothing to write but its answer, which goes to a pipe.
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        hard = resource.getrlimit(limit)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (most, most))
    within = seconds * 0.7
    if len(sys.argv) > 2:
        found = inspect_path(sys.argv[2], within)
    else:
        found = inspect_stream(sys.stdin.buffer, within)
    json.dump(found.to_dict(), sys.stdout)


if __name__ == "__main__":
    main()
