"""The child process of an inspection; its arguments are SECONDS and perhaps FOLDER.

Reads the file on its standard input, or the folder, and prints the report as JSON. With ``-`` in
place of the folder it does so for each path that it is given, a JSON line each.
"""

from __future__ import annotations

import json
import resource
import sys

from . import inspect_path, inspect_stream
from .sandbox import MANY

_MEMORY = 2 << 30
_FILES = 64


def main() -> None:
    """Limit this process, then inspect."""
    seconds = float(sys.argv[1])
    many = sys.argv[2:] == [MANY]
    limits = {
        resource.RLIMIT_AS: _MEMORY,
        resource.RLIMIT_NOFILE: _FILES,
        # It has nothing to write but its answer, which goes to a pipe.
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    if not many:  # Of many, each has its time: the parent looks at the clock.
        limits[resource.RLIMIT_CPU] = int(seconds) + 1
    for limit, value in limits.items():
        hard = resource.getrlimit(limit)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (most, most))
    within = seconds * 0.7
    if many:
        for line in sys.stdin.buffer:
            found = inspect_path(json.loads(line), within)
            print(json.dumps(found.to_dict()), flush=True)
        return
    if len(sys.argv) > 2:
        found = inspect_path(sys.argv[2], within)
    else:
        found = inspect_stream(sys.stdin.buffer, within)
    json.dump(found.to_dict(), sys.stdout)


if __name__ == "__main__":
    main()
