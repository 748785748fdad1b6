"""Who is there. With a section `[auth]` in the secrets everyone signs in first; without it nobody is known.

Streamlit signs people in with OpenID Connect and keeps what the provider said of them in a signed cookie. Whether that
still counts, and for what, is asked again in every run and for every file (`analytics/access.py`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping

import streamlit as st
from streamlit.auth_util import get_cookie_with_chunks, get_secrets_auth_section
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from analytics import intake, log
from analytics.access import Access, Viewer
from analytics.i18n import _
from etl.errors import CatalystAtlasError, UsageError
from pages import _run


class NotSignedInError(CatalystAtlasError):
    """Somebody who has not signed in, or too long ago."""


class NotAllowedError(CatalystAtlasError):
    """Somebody whom no rule lets in."""


def is_needed() -> bool:
    """Whether people have to sign in; also where there are rules, and the section `[auth]` was forgotten."""
    return _run.once("is_needed", lambda: bool(get_secrets_auth_section()) or _section() is not None)


def _section() -> Mapping[str, object] | None:
    section = secrets_singleton.get("access") if secrets_singleton.load_if_toml_exists() else None
    return None if section is None else section.to_dict()


def viewer() -> Viewer:
    """Who looks at the page. Raises NotSignedInError, NotAllowedError, and UsageError for rules nobody understands."""
    return _run.once("viewer", lambda: _viewer(st.user.to_dict() if is_needed() else {}))


def viewer_of(cookies: Mapping[str, str]) -> Viewer:
    """Who sends a request with these cookies. Raises as `viewer`."""
    return _viewer(_claims_of(cookies))


def _claims_of(cookies: Mapping[str, str]) -> Mapping[str, object]:
    def signed(name: str) -> bytes | None:
        value = cookies.get(name)
        return None if value is None else decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))

    told = get_cookie_with_chunks(signed, USER_COOKIE_NAME) if is_needed() else None
    claims: Mapping[str, object] = json.loads(told) if told else {}
    return claims


def who(cookies: Mapping[str, str] | None = None) -> str | None:
    """The pseudonym of whoever sends a request with these cookies, or looks at the page; None where nobody is known."""
    claims = _claims_of(cookies) if cookies is not None else st.user.to_dict() if is_needed() else {}
    return log.pseudonym(claims, get_cookie_secret())


def _viewer(claims: Mapping[str, object]) -> Viewer:
    """Who somebody is of whom the provider said this."""
    if not is_needed():
        return Viewer(may_edit=intake.is_enabled())
    if not get_secrets_auth_section():
        raise UsageError(_("There are rules of access and nobody can sign in: the secrets lack the section [auth]."))
    access = Access.parse(_section() or {})
    if not claims.get("is_logged_in") or access.is_over(claims, time.time()):
        raise NotSignedInError
    found = access.viewer(claims)
    if found is None:
        raise NotAllowedError
    return Viewer(found.may_edit and intake.is_enabled(), found.organisations)


def name() -> str:
    """What the provider calls whoever has signed in."""
    told = st.user.to_dict()
    return str(told.get("email") or told.get("name") or told.get("sub") or "")
