"""What a build and the processes that read for it say to each other: frames of bytes, each behind its length.

A request is JSON. An answer is JSON, then one Arrow stream for each table that it names. Nothing is unpickled.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

import pyarrow as pa

from etl.arrow import as_arrow
from etl.reading import Asked, Batch
from etl.statements import Row

_LENGTH = struct.Struct("<Q")


def ask(pipe: IO[bytes], files: Sequence[Asked], now: datetime) -> None:
    _write(pipe, json.dumps({"now": now.isoformat(), "files": files}).encode())
    pipe.flush()


def asked(pipe: IO[bytes]) -> tuple[list[Asked], datetime]:
    """Return what is asked for; raises EOFError where nothing is any more."""
    request = json.loads(_read(pipe))
    return [Asked(*file) for file in request["files"]], datetime.fromisoformat(request["now"])


def answer(pipe: IO[bytes], batch: Batch[list[Row]] | str) -> None:
    """Send a batch, or why there is none."""
    if isinstance(batch, str):
        _write(pipe, json.dumps({"problem": batch}).encode())
    else:
        entries = list(batch.entries.items())
        said = {"hashes": batch.hashes, "unread": batch.unread, "entries": entries, "tables": list(batch.tables)}
        _write(pipe, json.dumps(said).encode())
        for table, rows in batch.tables.items():
            _write(pipe, _stream(as_arrow(table, rows)))
    pipe.flush()


def receive(pipe: IO[bytes]) -> Batch[pa.Table] | str:
    """Return the answer; raises EOFError where the other side has ended."""
    said: dict[str, Any] = json.loads(_read(pipe))
    if "problem" in said:
        return str(said["problem"])
    entries = {(*entry, tuple(stated)): number for (*entry, stated), number in said["entries"]}
    tables = {name: pa.ipc.open_stream(_read(pipe)).read_all() for name in said["tables"]}
    return Batch(said["hashes"], said["unread"], entries, tables)


def _stream(table: pa.Table) -> memoryview:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return memoryview(sink.getvalue())


def _write(pipe: IO[bytes], frame: bytes | memoryview) -> None:
    pipe.write(_LENGTH.pack(len(frame)))
    pipe.write(frame)


def _read(pipe: IO[bytes]) -> bytes:
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
