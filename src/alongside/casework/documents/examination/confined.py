"""Give up, for good, what reading a file does not need: called once by the child, before it looks at the file.

Each step stands on its own: where a machine does not allow one (a container without user namespaces), the others
hold. What no machine can refuse is the limit on open files: no further file, pipe or socket, not even by number. The
filter of system calls comes last; where the kernel has filters and does not take it, the child ends unread.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource

from . import syscalls

NOBODY = 65534
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
SIGKILL = 9

CPU_SECONDS = 30
ADDRESS_SPACE = 2_000_000_000
"""Bytes: a picture of the most pixels in two copies, and the libraries."""


def confine(*, threads: int = 0) -> None:
    """No network, no other user's rights, no new program, no more files; bounded time and memory.

    No new process either, but for so many threads as a library insists on. Raises syscalls.NotConfined.
    """
    _call("prctl", PR_SET_PDEATHSIG, SIGKILL)
    # With its unused arguments, which the kernel wants to be nothing and refuses else.
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _leave_the_network()
    _be_nobody()
    _call("prctl", PR_SET_DUMPABLE, 0)
    _bound(_tasks_of(os.getuid()) + threads if threads else 0)
    syscalls.refuse_the_rest()


def _leave_the_network() -> None:
    """Go where there is no network device at all; as root directly, else in a user namespace of our own."""
    spaces = CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNS
    if _call("unshare", spaces) != 0:
        _call("unshare", CLONE_NEWUSER | spaces)


def _be_nobody() -> None:
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)


def _tasks_of(user: int) -> int:
    """Count the threads of a user: the limit on new ones counts all that there are."""
    count = 0
    for process in os.listdir("/proc"):
        with contextlib.suppress(OSError):
            if process.isdigit() and os.stat(f"/proc/{process}").st_uid == user:
                count += len(os.listdir(f"/proc/{process}/task"))
    return count


def _bound(tasks: int) -> None:
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, ADDRESS_SPACE), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NPROC, tasks), (resource.RLIMIT_NOFILE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def _call(name: str, *arguments: int) -> int:
    return int(getattr(ctypes.CDLL(None, use_errno=True), name)(*map(ctypes.c_ulong, arguments)))
