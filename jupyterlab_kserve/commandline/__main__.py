"""``python -m jupyterlab_kserve.commandline``."""

import sys

from . import main

sys.exit(main())
