"""``python -m assistant`` is the same as ``assistant``."""

import sys

from assistant.frontends.cli import main

sys.exit(main())
