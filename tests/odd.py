"""What can arrive in a form: unicode, nulls, huge texts, other encodings, repeated fields, files with odd names."""

from __future__ import annotations

from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from tests.conftest import LONG

Fields = list[tuple[str, bytes]]

TEXTS = [
    "\x00", "\u202e", "\u200b", "\ufffd", "\r\n", " ", "'\"><script>", "{{ 7*7 }}", "%(label)s %s {0}", "w" * 5000,
    "\U0001f642" * 1500, "a\u0301" * 2000, "\ufdfa" * 900, "9" * 400, "-1", "nan", "1e999", "yes", "no", "None",
]  # fmt: skip
WORDS = st.text() | st.sampled_from(TEXTS)
BYTES = st.binary(max_size=60) | st.sampled_from(
    [b"caf\xe9", b"\xff\xfe\x00w", b"\xed\xa0\x80", b"\xc0\x80", b"+AGE-", b"\x80" * 3000]
)
FILE_NAMES = st.text(min_size=1, max_size=300) | st.sampled_from(
    [
        "../../etc/passwd", "C:\\a\\b.jpg", "a\x00.png", ".", "..", "/", " ", "con.txt", "\u202egpj.exe", "x" * 5000,
        'a"; name="go', "a\r\nContent-Type: b", "%00", "a;b", "\\", "=?utf-8?q?a?=",
    ]
)  # fmt: skip
TYPES = st.sampled_from(
    [
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=rot13", "multipart/form-data", "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x; charset=rot13", "multipart/form-data; boundary=x; charset=utf-16",
        "multipart/form-data; boundary=x; charset=nothing", "multipart/form-data; boundary=é", "text/plain", "", ";",
    ]
)  # fmt: skip
ORIGINS = st.sampled_from(["http://[", "http://[::1", "null", "é", "//", "http://a:b:c", "http://\x00", "*", ""])


def times(few: int) -> int:
    """How many examples: twenty times as many in a long run."""
    return few * 20 if LONG else few


def urlencoded(fields: Fields) -> bytes:
    """A body as a browser sends it, but for what no browser sends: any bytes, and fields more than once."""
    return "&".join(f"{quote_from_bytes(name.encode())}={quote_from_bytes(said)}" for name, said in fields).encode()


def multipart(
    fields: Fields, file_name: bytes = b"", said_type: bytes = b"", data: bytes = b"", field: bytes = b"file"
) -> bytes:
    """A body in parts (boundary x), with a file whose name and type are written as they are."""
    named = [b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (name.encode(), said) for name, said in fields]
    if file_name:
        cover = b'Content-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: %s\r\n\r\n'
        named.append(cover % (field, file_name, said_type) + data)
    return b"".join(b"--x\r\n" + one + b"\r\n" for one in named) + b"--x--\r\n"


def left_of(typed: str) -> str:
    """The letters and digits of a text: what must still be there after spaces and what cannot be seen were tidied."""
    return "".join(filter(str.isalnum, typed))
