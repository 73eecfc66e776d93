"""A filter of system calls for the child: what reading a file never needs is refused by the kernel, for good.

A small program in the kernel's own language (classic BPF; Documentation/userspace-api/seccomp_filter.rst), written here
because it then needs no library. It names what is refused: a list of what is allowed would break with each release of
a C library. Numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of Linux.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from dataclasses import dataclass

REFUSED: dict[str, tuple[int | None, int | None]] = {
    # Reach another machine or program.
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206), "sendmsg": (46, 211), "sendmmsg": (307, 269),
    "recvfrom": (45, 207), "recvmsg": (47, 212), "recvmmsg": (299, 243), "shmget": (29, 194), "shmat": (30, 196),
    "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    # Become another program, or start one.
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None),
    # Read, change or stop another process of the same user.
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "kcmp": (312, 272), "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "prlimit64": (302, 261),
    # Open a file by any way.
    "open": (2, None), "openat": (257, 56), "openat2": (437, 437), "creat": (85, None),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "memfd_create": (319, 279),
    "memfd_secret": (447, 447), "inotify_init": (253, None), "inotify_init1": (294, 26), "fanotify_init": (300, 262),
    # Change files by their path, which needs none open and so no limit on open files forbids.
    "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "unlink": (87, None), "unlinkat": (263, 35),
    "rmdir": (84, None), "mkdir": (83, None), "mkdirat": (258, 34), "link": (86, None), "linkat": (265, 37),
    "symlink": (88, None), "symlinkat": (266, 36), "mknod": (133, None), "mknodat": (259, 33), "chmod": (90, None),
    "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None), "fchown": (93, 55),
    "lchown": (94, None), "fchownat": (260, 54), "truncate": (76, 45), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "setxattrat": (463, 463), "removexattr": (197, 14), "lremovexattr": (198, 15), "removexattrat": (466, 466),
    "utime": (132, None), "utimes": (235, None), "utimensat": (280, 88), "futimesat": (261, None),
    # Change what the machine looks like from here, or who one is.
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "move_mount": (429, 429),
    "open_tree": (428, 428), "open_tree_attr": (467, 467), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442), "unshare": (272, 97),
    "setns": (308, 268), "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145), "setregid": (114, 143),
    "setresuid": (117, 147), "setresgid": (119, 149), "setgroups": (116, 159), "setfsuid": (122, 151),
    "setfsgid": (123, 152), "capset": (126, 91),
    # Parts of the kernel that no picture needs, and through which it has been broken.
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104), "kexec_file_load": (320, 294),
    "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89), "quotactl": (179, 60),
    "quotactl_fd": (443, 443), "syslog": (103, 116), "iopl": (172, None), "ioperm": (173, None),
    "personality": (135, 92), "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171),
    "clock_adjtime": (305, 266), "sethostname": (170, 161), "setdomainname": (171, 162), "vhangup": (153, 58),
    "lookup_dcookie": (212, 18), "nfsservctl": (180, 42),
}  # fmt: skip
"""Numbers by name: on x86_64 and on aarch64; None where the machine has no such call."""


@dataclass(frozen=True)
class Machine:
    """What differs from machine to machine: its place in `REFUSED`, and numbers of the calls that are used here."""

    column: int
    audit_name: int
    seccomp: int
    clone: int
    x32: int | None = None


CLONE3 = 435
CLONE_THREAD = 0x00010000
MACHINES = {
    "x86_64": Machine(0, 0xC000003E, seccomp=317, clone=56, x32=0x40000000),
    "aarch64": Machine(1, 0xC00000B7, seccomp=277, clone=220),
}
SET_MODE_FILTER, GET_ACTION_AVAIL, ALL_THREADS = 1, 2, 1
KILL, ERRNO, ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
LOAD, IF_EQUAL, IF_AT_LEAST, IF_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
"""Places in `struct seccomp_data`; both machines are little-endian, so the low half of an argument comes first."""


class NotConfined(Exception):
    """The machine has filters and did not take ours: nothing is looked at."""


def refuse_the_rest() -> bool:
    """Put the filter in. False where the machine is another, or its kernel has no filters.

    Raises NotConfined.
    """
    machine = MACHINES.get(os.uname().machine)
    if machine is None or not _has_filters(machine):
        return False
    program = b"".join(_program(machine))
    filled = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: a count of instructions, and where they lie.
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(filled))
    if _syscall(machine.seccomp, SET_MODE_FILTER, ALL_THREADS, header) != 0:
        raise NotConfined
    return True


def _has_filters(machine: Machine) -> bool:
    return _syscall(machine.seccomp, GET_ACTION_AVAIL, 0, struct.pack("I", ERRNO)) == 0


def _syscall(number: int, *arguments: int | bytes) -> int:
    typed = [each if isinstance(each, bytes) else ctypes.c_ulong(each) for each in arguments]
    return int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *typed))


def _program(machine: Machine) -> list[bytes]:
    """Return the instructions: another machine's calls end the process, what is refused fails, the rest is allowed."""
    refused = sorted(number for pair in REFUSED.values() if (number := pair[machine.column]) is not None)
    return [
        _say(LOAD, ARCHITECTURE), _say(IF_EQUAL, machine.audit_name, then=1), _say(RETURN, KILL), _say(LOAD, NUMBER),
        *([_say(IF_AT_LEAST, machine.x32, otherwise=1), _say(RETURN, KILL)] if machine.x32 else []),
        *[part for number in refused for part in _if(number, ERRNO | errno.EPERM)],
        # Its flags lie in memory, where no filter looks: the C library then takes clone, whose flags it sees.
        *_if(CLONE3, ERRNO | errno.ENOSYS),
        _say(IF_EQUAL, machine.clone, otherwise=3), _say(LOAD, FIRST_ARGUMENT),
        _say(IF_ANY_BIT, CLONE_THREAD, then=1), _say(RETURN, ERRNO | errno.EPERM), _say(RETURN, ALLOW),
    ]  # fmt: skip


def _if(number: int, answer: int) -> list[bytes]:
    return [_say(IF_EQUAL, number, otherwise=1), _say(RETURN, answer)]


def _say(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    """Return one instruction (``struct sock_filter``); `then` and `otherwise` count the instructions to skip."""
    return struct.pack("HBBI", code, then, otherwise, value)
