"""What happened, for whoever keeps a dashboard running: a line of JSON for each event, with who, what and how long.

`CATALYST_ATLAS_LOG=1` turns it on. No line holds a text of a profile, a word that somebody typed or a name of a person:
who it was is a pseudonym that changes with the secret of the cookies.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import sys
from collections.abc import Mapping

from etl.config import LOG


def event(what: str, seconds: float, **facts: str | int | None) -> None:
    """Write one event to stderr. `what`: its kind, in a word; `seconds`: how long it took."""
    if LOG:
        now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        line = {"at": now, "event": what, "ms": round(seconds * 1000), **facts}
        sys.stderr.write(json.dumps(line) + "\n")
        sys.stderr.flush()


def pseudonym(claims: Mapping[str, object], secret: str) -> str | None:
    """What somebody is called in the log, by the claims of their identity token; None for nobody who is known."""
    subject = claims.get("sub")
    if not subject:
        return None
    return hmac.new(secret.encode(), f"{claims.get('iss')} {subject}".encode(), hashlib.sha256).hexdigest()[:12]
