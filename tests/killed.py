"""Run code in a copy of this process, and find out whether the copy was killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress


def kill() -> None:
    """Kill this process at once, without any clean-up."""
    os.kill(os.getpid(), signal.SIGKILL)


def is_killed(action: Callable[[], object]) -> bool:
    """Run a function in a copy of this process, and return whether the copy is killed during the
    run.
    """
    if not (child := os.fork()):
        with suppress(BaseException):
            action()
        # Not an exit, at which coverage would save what it saw, which takes longer than the action.
        os.kill(os.getpid(), signal.SIGTERM)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (-signal.SIGTERM, -signal.SIGKILL)
    return status == -signal.SIGKILL
