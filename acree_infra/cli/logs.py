"""What libraries log is not for a user: each failure is told once, in our words."""

from __future__ import annotations

import logging
import os

from acree_infra.cli.main import DEBUG


def hush_libraries() -> None:
    """Keep the cloud's SDKs from printing warnings and tracebacks, unless debugging is wanted.

    Their loggers set handlers and levels of their own when they are imported, so only the switch for all helps.
    """
    if not os.environ.get(DEBUG):
        logging.disable(logging.CRITICAL)
