"""Whether volume, claim, permissions and cluster are as the extension needs them.

Checks that need no browser, for ``GET health`` and ``jupyter models doctor``. A new check is a
module with a ``Check``, and a line in ``registry.py``.
"""

from .check import Check, CheckContext, CheckResult, Finding
from .registry import CHECKS, run_checks

__all__ = ["CHECKS", "Check", "CheckContext", "CheckResult", "Finding", "run_checks"]
