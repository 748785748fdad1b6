"""The log says who, what and how long, in lines that programs read, and nothing that a person or a profile said."""

from __future__ import annotations

import json

import pytest

from analytics import log


def test_a_line_of_json_for_each_event(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    log.event("page", 0.5, page="overview")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(log, "LOG", True)
    log.event("page", 0.1234, page="overview", who=None)
    log.event("file", 0, kind="media\n", refused=401)
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert first.pop("at").endswith("+00:00")
    assert first == {"event": "page", "ms": 123, "page": "overview", "who": None}
    assert (second["kind"], second["refused"]) == ("media\n", 401)


def test_a_pseudonym_is_of_one_person_and_one_secret() -> None:
    ana = {"sub": "ana", "iss": "https://id.example", "email": "ana@region.example"}
    name = log.pseudonym(ana, "secret")
    assert name
    assert name == log.pseudonym({"sub": "ana", "iss": "https://id.example"}, "secret")
    others = [({**ana, "sub": "ben"}, "secret"), ({**ana, "iss": "https://other.example"}, "secret"), (ana, "another")]
    assert name not in [log.pseudonym(*other) for other in others]
    assert log.pseudonym({}, "secret") is None
