"""Archives for tests that read them."""

from __future__ import annotations

import io
import zipfile

PAGE = b"SIREN\n784244295\n"


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return packed.getvalue()
