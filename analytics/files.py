"""Writing what was made: a file appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

from analytics.i18n import _
from etl.errors import RenderError


def make_folder(folder: Path) -> None:
    """`folder` and those above it, if they are missing. Raises RenderError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = _("cannot make the folder {folder}: {why}. Choose another one.")
        raise RenderError(text.format(folder=folder, why=error.strerror)) from error


def write_whole(path: Path, content: bytes) -> Path:
    """`path`, which replaces an older file of its name once it is written. Raises RenderError."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        text = _("cannot write {path}: {why}. Make room or choose another folder.")
        raise RenderError(text.format(path=path, why=error.strerror)) from error
    return path
