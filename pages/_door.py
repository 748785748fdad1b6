"""What somebody sees who may not see the page, and the way out for those who may."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.auth_util import is_authlib_installed

from analytics.i18n import _
from etl.errors import UsageError
from pages import _login, _ui

_way_back = st.components.v2.component(
    "catalyst_atlas_way_back",
    html="<span></span>",
    js=Path(__file__).with_name("_way_back.js").read_text(encoding="utf-8"),
)


def closed(reason: _login.NotSignedInError | _login.NotAllowedError | UsageError) -> None:
    """The page instead of the page."""
    with st.container(border=True, key="door", horizontal_alignment="center"):
        _ui.brand()
        if isinstance(reason, UsageError):
            st.header(_("Closed"), anchor=False)
            _ui.text(str(reason))
        elif isinstance(reason, _login.NotAllowedError):
            st.header(_("Not for everyone"), anchor=False)
            text = _("Signed in as {name}, whom no rule lets in here. Whoever runs this dashboard can change that.")
            _ui.text(text.format(name=_login.name()))
            _sign_out()
        elif is_authlib_installed():
            st.header(_("Sign in to go on"), anchor=False)
            st.button(_("Sign in"), icon=":material/login:", on_click=st.login)
            _way_back(key="way-back", data={"is_outside": True}, height=0)
        else:
            st.header(_("Closed"), anchor=False)
            _ui.text(_("Signing in needs packages that are not here: pip install -r requirements-login.txt"))


def bar(is_first: bool) -> None:
    """Who has signed in and the way out, for the sidebar; nothing where nobody has to.

    `is_first`: whether this is the page to which signing in leads.
    """
    if _login.is_needed():
        _way_back(key="way-back", data={"is_outside": False, "is_first": is_first}, height=0)
        _ui.text(_login.name(), "quiet")
        _sign_out()


def _sign_out() -> None:
    st.button(_("Sign out"), icon=":material/logout:", on_click=st.logout, type="tertiary")
