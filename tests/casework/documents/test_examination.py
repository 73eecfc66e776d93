"""A file is looked at where it can do no harm, and what comes out holds what it shows and nothing else."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from alongside.casework.documents import examine as parent
from alongside.casework.documents.examine import examine
from alongside.casework.documents.kinds import KINDS, VERDICTS
from alongside.commons import told
from tests.casework.documents import samples
from tests.casework.documents.samples import CANARY


@pytest.mark.parametrize(
    ("form", "kind"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "png"), ("HEIF", "jpeg")]
)
def test_a_picture_is_drawn_anew_without_place_camera_and_what_hangs_behind_it(form: str, kind: str) -> None:
    if form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    sent = samples.picture(form)
    made = examine(sent)
    assert (made.verdict, made.kind) == ("clean", kind)
    assert CANARY not in made.content
    with Image.open(io.BytesIO(made.content)) as drawn:
        assert drawn.size == (64, 48)
        assert not drawn.getexif()
        assert set(drawn.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background"}


def test_a_pdf_keeps_its_pages_and_loses_scripts_actions_files_and_its_maker() -> None:
    made = examine(samples.pdf())
    assert (made.verdict, made.kind) == ("clean", "pdf")
    with pikepdf.open(io.BytesIO(made.content)) as document:
        assert len(document.pages) == 1
        assert len(document.attachments) == 0
        assert "/OpenAction" not in document.Root
        assert [str(note.Subtype) for note in document.pages[0].Annots] == ["/Link"]
        assert "/A" not in document.pages[0].Annots[0]
        everything = b"".join(
            thing.read_raw_bytes() if isinstance(thing, pikepdf.Stream) else b"" for thing in document.objects
        ) + b"".join(pikepdf.unparse_content_stream([]) + repr(thing).encode() for thing in document.objects)
    assert CANARY not in everything
    assert b"JavaScript" not in everything


@pytest.mark.parametrize(("sent", "kind"), [(samples.docx(), "docx"), (samples.odt(), "odt")])
def test_an_office_file_keeps_its_words_and_loses_its_author_and_what_lies_inside(sent: bytes, kind: str) -> None:
    made = examine(sent)
    assert (made.verdict, made.kind) == ("clean", kind)
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert any(b"What he wrote" in body for body in parts.values())
    assert not any(CANARY in body or b"evil.example" in body for body in parts.values())


def test_a_link_that_waits_for_a_click_stays() -> None:
    with zipfile.ZipFile(io.BytesIO(examine(samples.docx()).content)) as archive:
        assert b"kept.example" in archive.read("word/_rels/document.xml.rels")


@pytest.mark.parametrize(("sent", "kind"), [(samples.wav(), "wav"), (samples.mp3(), "mp3"), (samples.m4a(), "m4a")])
def test_a_recording_keeps_its_sound_and_loses_titles_and_places(sent: bytes, kind: str) -> None:
    made = examine(sent)
    assert (made.verdict, made.kind) == ("clean", kind)
    assert CANARY not in made.content
    assert len(made.content) > len(sent) / 2


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (b"caf\xc3\xa9\r\nline", "café\nline"),
        ("caf\u00e9".encode("utf-16"), "café"),
        (b"\x93quoted\x94", "“quoted”"),
        ("plain \u202etxt.exe".encode(), "plain txt.exe"),
        (b"<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_text_comes_out_as_utf8(sent: bytes, text: str) -> None:
    made = examine(sent)
    assert (made.verdict, made.kind, made.content.decode()) == ("clean", "text", text)


REFUSED = {
    "nothing at all": (b"", "empty"),
    "only spaces": (b"  \n", "empty"),
    "an archive": (samples.packed({"a.txt": b"a"}), "archive"),
    "another archive": (b"7z\xbc\xaf\x27\x1c rest", "archive"),
    "a bomb of an archive": (samples.docx(**{"word/x.xml": b"<a>" + b" " * 80_000_000 + b"</a>"}), "bomb"),
    "a bomb of a picture": (samples.png_bomb(), "bomb"),
    "a picture that is a PDF too": (
        samples.picture()[:2] + b"\xff\xfe\x00\x0a%PDF-1.4" + samples.picture()[2:],
        "two_kinds",
    ),
    "a picture that is an archive too": (samples.picture() + samples.packed({"a.class": b"x"}), "two_kinds"),
    "a PDF that is an archive too": (samples.pdf() + samples.packed({"a": b"x"}), "two_kinds"),
    "macros": (samples.docx(**{"word/vbaProject.bin": b"x"}), "macros"),
    "macros under another name": (
        samples.docx(**{"[Content_Types].xml": samples.CONTENT_TYPES.replace(b"document.main", b"macroEnabled.main")}),
        "macros",
    ),
    "macros of OpenDocument": (samples.odt(**{"Basic/Standard/Module1.xml": b"<a/>"}), "macros"),
    "XML that names entities": (samples.docx(**{"word/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "damaged"),
    "a part that is no XML": (samples.docx(**{"word/a.xml": b"\xd0\xcf\x11\xe0"}), "damaged"),
    "a locked PDF": (samples.locked_pdf(), "locked"),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
    "a program": (b"MZ\x90\x00\x03" + bytes(300), "unknown_kind"),
    "a film": (samples.m4a(b"vide"), "film"),
    "half a picture": (samples.picture("PNG")[:120], "damaged"),
    "half a PDF": (b"%PDF-1.7\n1 0 obj <<", "damaged"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_do_harm_is_refused_by_the_word_that_says_why(what: str) -> None:
    sent, verdict = REFUSED[what]
    made = examine(sent)
    assert (made.verdict, made.kind, made.content) == (verdict, "", b"")
    assert verdict in VERDICTS
    assert told.FILE[verdict]


def test_what_takes_longer_than_allowed_is_ended() -> None:
    assert examine(samples.picture(), seconds=0).verdict == "too_much"


@pytest.mark.parametrize(
    "says", ["import os; os.kill(os.getpid(), 9)", "print('nonsense')", "print('{}')", "while True: pass"]
)
def test_a_child_that_dies_or_talks_nonsense_is_a_verdict_and_no_error(
    says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parent, "CODE", says)
    assert examine(b"something", seconds=2).verdict == "too_much"


TRIES = {
    "opens a file": "open('/etc/hostname').read()",
    "writes a file": "open('/tmp/alongside-left-behind', 'w').write('x')",
    "makes a socket": "import socket; socket.socket()",
    "makes a socket where standard input was": "import os, socket; os.close(0); socket.socket()",
    "starts a program": "import os; os.execv('/bin/true', ['true']) if os.fork() == 0 else os.wait()",
    "takes all memory": "bytearray(3_000_000_000)",
}
CONFINED = """
import sys; sys.path.insert(0, {source!r})
import socket
from alongside.casework.documents.examination import confined
confined.confine()
try:
    {tries}
except BaseException as refused:
    sys.stdout.buffer.write(b'{{"verdict": "' + type(refused).__name__.encode() + b'", "kind": ""}}\\n')
else:
    sys.stdout.buffer.write(b'{{"verdict": "let in", "kind": ""}}\\n')
"""


@pytest.mark.parametrize("what", [name for name in TRIES if name != "starts a program"])
def test_the_child_reaches_nothing(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "CODE", CONFINED.format(source=str(parent.SOURCE), tries=TRIES[what]))
    assert examine(b"").verdict in ("OSError", "PermissionError", "MemoryError", "OSError")


CALLS = {
    "reaches another machine": "libc.socket(2, 1, 0)",
    "makes a pair of sockets": "libc.socketpair(1, 1, 0, ctypes.create_string_buffer(8))",
    "becomes another program": "libc.execv(b'/bin/true', (ctypes.c_char_p * 2)(b'true', None))",
    "starts a process": "libc.fork()",
    "starts a process that shares its memory": "libc.vfork()",
    "watches its parent": "libc.ptrace(16, os.getppid(), 0, 0)",
    "ends its parent": "libc.kill(os.getppid(), 0)",
    "opens a file": "libc.open(b'/etc/hostname', 0)",
    "removes a file": "libc.unlink(b'/nowhere/at/all')",
    "makes a folder": "libc.mkdir(b'/tmp/alongside-left-behind', 0o700)",
    "moves a file": "libc.rename(b'/nowhere', b'/nowhere/else')",
    "mounts": "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
    "goes into another namespace": "libc.unshare(0x10000000)",
    "asks the kernel for keys": "libc.syscall(ctypes.c_long(syscalls.REFUSED['keyctl'][column]), 0, -3, 0)",
    "makes a ring of calls": "libc.syscall(ctypes.c_long(425), 1, ctypes.create_string_buffer(120))",
    "becomes root": "libc.setuid(0)",
}
FILTERED = """
import sys; sys.path.insert(0, {source!r})
import ctypes, errno, os
from alongside.casework.documents.examination import confined, syscalls
confined.{confine}
libc, column = ctypes.CDLL(None, use_errno=True), syscalls.MACHINES[os.uname().machine].column
came = {call}
word = 'let in' if came >= 0 else errno.errorcode[ctypes.get_errno()]
os.write(1, b'{{"verdict": "' + word.encode() + b'", "kind": ""}}\\n')
"""


@pytest.mark.parametrize("what", CALLS)
def test_the_kernel_refuses_the_child_what_no_file_needs(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The filter alone, with no other limit: none of the others may be what refuses it.
    alone = FILTERED.format(source=str(parent.SOURCE), call=CALLS[what], confine=ALONE)
    monkeypatch.setattr(parent, "CODE", alone)
    assert examine(b"").verdict == "EPERM"


ALONE = (
    "_call('prctl', confined.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); confined._be_nobody(); assert syscalls.refuse_the_rest()"
)


@pytest.mark.parametrize(
    ("asks", "answer"), [("seccomp", (21, 2)), ("no_new_privs", (39, 1)), ("may be debugged", (3, 0))]
)
def test_it_is_in_place_when_a_file_is_looked_at(
    asks: str, answer: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    question, expected = answer
    code = FILTERED.format(source=str(parent.SOURCE), call=f"libc.prctl({question}, 0, 0, 0, 0)", confine="confine()")
    monkeypatch.setattr(parent, "CODE", code.replace("'let in' if came >= 0", f"'so' if came == {expected}"))
    assert examine(b"").verdict == "so", asks


def test_a_kernel_that_does_not_take_the_filter_gets_no_file_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from alongside.casework.documents.examination import syscalls

    # Without no_new_privs nobody but root may put a filter in; and an empty program is taken from nobody.
    monkeypatch.setattr(syscalls, "_program", lambda _machine: [])
    with pytest.raises(syscalls.NotConfined):
        syscalls.refuse_the_rest()


def test_another_machine_is_said_to_have_no_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    from alongside.casework.documents.examination import syscalls

    monkeypatch.setattr(syscalls, "MACHINES", {})
    assert syscalls.refuse_the_rest() is False


def test_the_child_has_no_environment_no_other_user_and_no_network_device(monkeypatch: pytest.MonkeyPatch) -> None:
    asks = (
        "import os, sys, json; sys.path.insert(0, {!r})\n"
        "from alongside.casework.documents.examination import confined\n"
        "devices = os.open('/proc/self/net/dev', 0); before = os.environ.copy(); confined._leave_the_network()\n"
        "after = open('/proc/thread-self/net/dev').read()\n"
        "confined.confine()\n"
        "said = {{'verdict': json.dumps([sorted(before), os.getuid(), after.count(':')]), 'kind': ''}}\n"
        "sys.stdout.write(json.dumps(said) + '\\n')\n"
    )
    monkeypatch.setattr(parent, "CODE", asks.format(str(parent.SOURCE)))
    import json
    import os

    names, user, devices = json.loads(examine(b"").verdict)
    assert [name for name in names if name not in ("LC_CTYPE",)] == []
    assert user == (65534 if os.geteuid() == 0 else os.geteuid())
    assert devices <= 1


def test_every_kind_that_comes_out_can_be_handed_out_and_every_verdict_has_words() -> None:
    assert {"jpeg", "png", "webp", "pdf", "text", "mp3", "m4a", "ogg", "wav", "docx", "odt"} <= set(KINDS)
    assert all(verdict.label for verdict in VERDICTS.values())
