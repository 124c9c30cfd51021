# PYTHON_ARGCOMPLETE_OK
"""``jupyter models``: the models on the volume from a shell, with no server and no notebook.

Exit codes: 0 done, 1 refused, failed or a problem found, 2 wrong usage, 3 there is no such thing,
4 there is one already, 130 interrupted. What was asked for goes to standard output, all else to
standard error.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .parser import build_parser

if TYPE_CHECKING:
    from .output import Answer

DONE, FAILED, NOT_FOUND, EXISTS, INTERRUPTED = 0, 1, 3, 4, 130

_HINTS = {
    "ModelNotFound": "List the models with: jupyter models list",
    "UnsafeModel": "Ask the person who saved it. To load it anyway, add --trust.",
    "VersionExists": "Choose another version, or add --overwrite to replace the version.",
}
"""What to do about it, where the errors' own words are for notebooks."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: What follows the program's name; None for those of this process.

    Returns:
        The exit code.
    """
    parser = build_parser()
    if "_ARGCOMPLETE" in os.environ:
        _complete(parser)
    options = parser.parse_args(arguments)

    from ..errors import ModelStorageError, VersionExistsError  # After the parser: --help is quick.

    warnings.showwarning = lambda message, *_, **__: print(f"Warning: {message}", file=sys.stderr)
    try:
        answer: Answer = options.run(options)
        if options.json:
            print(json.dumps(answer.data, indent=2))
        elif answer.text:
            print(answer.text)
        sys.stdout.flush()
        return answer.code
    except ModelStorageError as error:
        error.hint = _HINTS.get(error.reason, error.hint)
        said = json.dumps(error.to_dict()) if options.json else f"jupyter models: {error}"
        print(said, file=sys.stderr)
        if isinstance(error, VersionExistsError):
            return EXISTS
        return NOT_FOUND if error.status == 404 else FAILED
    except KeyboardInterrupt:
        print(
            "jupyter models: interrupted. No incomplete version is on the volume.", file=sys.stderr
        )
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough; what Python flushes at its end must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _complete(parser: object) -> None:
    """Answer the shell's question how to go on, where argcomplete is installed."""
    try:
        import argcomplete
    except ModuleNotFoundError:
        return
    argcomplete.autocomplete(parser)
