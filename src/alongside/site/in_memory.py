"""Files of a form: in memory and never in a temporary file; what is longer than is taken is counted and let go."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from alongside.commons.envelope.limits import LARGEST_FILE


class Discarded(UploadedFile):
    """A file that was longer than is taken: its length is known, its bytes were let go."""


class InMemoryOnly(FileUploadHandler):
    """Keeps a file of up to ``longest`` bytes."""

    longest = LARGEST_FILE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._bytes = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= self.longest:
            self._bytes.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        if file_size > self.longest:
            self._bytes = BytesIO()
            return Discarded(self._bytes, self.file_name, self.content_type, file_size)
        self._bytes.seek(0)
        return UploadedFile(self._bytes, self.file_name, self.content_type, file_size)
