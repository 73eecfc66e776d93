"""Small films made from words: cards that fade in and out, and two dots that come to travel alongside each other.

For the demo, so that clips are there without a camera, a designer or a download. Captions come from the same words.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from textwrap import wrap
from typing import Final

import imageio_ffmpeg
import webvtt
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 640, 360
A_SECOND: Final = 24
FADE: Final = 0.5
"""Seconds. Slow: nothing here flashes (WCAG 2.2, 2.3.1)."""

DEEP: Final = (31, 78, 95)
WHITE: Final = (255, 255, 255)
AMBER: Final = (255, 191, 71)
TRACK: Final = HEIGHT - 48


@dataclass(frozen=True)
class Card:
    """Words on the screen, and for how many seconds."""

    words: str
    seconds: float


@dataclass(frozen=True)
class Film:
    """The three files of a film."""

    film: Path
    poster: Path
    captions: Path


def make(cards: Sequence[Card], into: Path) -> Film:
    """Draw the cards into a film, a still and captions in a folder that exists."""
    made = Film(into / "film.mp4", into / "poster.png", into / "captions.vtt")
    drawn = [_card(card.words) for card in cards]
    _frame(drawn[0], 1.0, 0.45).quantize(32).save(made.poster, optimize=True)
    _write_captions(cards, made.captions)
    _encode(_frames(cards, drawn), made.film)
    return made


def _frames(cards: Sequence[Card], drawn: Sequence[Image.Image]) -> Iterator[Image.Image]:
    total = sum(card.seconds for card in cards)
    begun = 0.0
    for card, image in zip(cards, drawn, strict=True):
        for number in range(round(card.seconds * A_SECOND)):
            at = number / A_SECOND
            seen = min(1.0, at / FADE, (card.seconds - at) / FADE)
            yield _frame(image, seen, (begun + at) / total)
        begun += card.seconds


def _frame(card: Image.Image, seen: float, progress: float) -> Image.Image:
    """One picture: a card as far as it has faded in, and how far the two have come along their way."""
    frame = Image.blend(_EMPTY, card, seen)
    pen = ImageDraw.Draw(frame)
    pen.line((40, TRACK, WIDTH - 40, TRACK), fill=(92, 130, 144), width=2)
    ahead = 40 + (WIDTH - 80) * (0.25 + 0.7 * progress)
    _dot(pen, ahead, WHITE)
    _dot(pen, ahead - 28 - 110 * max(0.0, 1 - 1.6 * progress), AMBER)
    return frame


def _dot(pen: ImageDraw.ImageDraw, x: float, colour: tuple[int, int, int]) -> None:
    pen.ellipse((x - 11, TRACK - 11, x + 11, TRACK + 11), fill=colour)


def _card(words: str) -> Image.Image:
    image = _EMPTY.copy()
    text = "\n".join(wrap(words, 26))
    ImageDraw.Draw(image).multiline_text(
        (WIDTH / 2, (TRACK - 20) / 2), text, fill=WHITE, font=_FONT, anchor="mm", align="center", spacing=12
    )
    return image


def _write_captions(cards: Sequence[Card], path: Path) -> None:
    captions = webvtt.WebVTT()
    ends = list(accumulate(card.seconds for card in cards))
    for card, end in zip(cards, ends, strict=True):
        captions.captions.append(webvtt.Caption(_timestamp(end - card.seconds), _timestamp(end), card.words))
    captions.save(str(path))


def _timestamp(seconds: float) -> str:
    return f"00:{int(seconds // 60):02}:{seconds % 60:06.3f}"


def _encode(frames: Iterator[Image.Image], path: Path) -> None:
    """Make an H.264 film that begins to play before all of it has arrived. Raises CalledProcessError."""
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error",
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(A_SECOND), "-i", "-",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-pix_fmt", "yuv420p", "-profile:v", "baseline",
        "-movflags", "+faststart", "-map_metadata", "-1", "-fflags", "+bitexact", str(path),
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as ffmpeg:
        assert ffmpeg.stdin is not None
        for frame in frames:
            ffmpeg.stdin.write(frame.tobytes())
    if ffmpeg.returncode:
        raise subprocess.CalledProcessError(ffmpeg.returncode, command)


_EMPTY: Final = Image.new("RGB", (WIDTH, HEIGHT), DEEP)
# Pillow carries this font, so that the films look the same on a machine without any.
_FONT: Final = ImageFont.load_default(size=40)
