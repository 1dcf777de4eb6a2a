"""Processes that end with the one that started them.

A process of a pool waits for work from a pipe it holds both ends of: where its parent was killed, it would wait
for ever, and go on writing until then.
"""

from __future__ import annotations

import os
import threading
from multiprocessing import parent_process


def end_with_parent() -> None:
    """Let this process end as soon as the one that started it has; for the initializer of a pool."""
    threading.Thread(target=_wait_and_end, daemon=True).start()


def _wait_and_end() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
