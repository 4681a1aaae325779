"""Entry point of `python -m lakeswarm_jobs`."""

import sys

from lakeswarm_jobs.cli import main

sys.exit(main(sys.argv[1:]))
