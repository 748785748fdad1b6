"""Who may see what: the section `[access]` of the secrets, and what it says of somebody who has signed in.

    [access]
    viewers = ["ana@region.example", "@theatre.example", "group:culture"]
    editors = ["group:atlas-editors"]
    groups_claim = "groups"            # of the identity token; this is what it is without
    hours = 12                         # after which one has to sign in again
    trust_unverified_addresses = false

    [access.organisations]             # viewers who are limited to these organisations
    "@theatre.example" = ["89998"]

A rule is an address, `@` and a domain, `group:` and a group, or `*` for everyone whom the provider lets in. Whoever no
rule names sees nothing. Limits of several rules that name one person add up; editors are never limited.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from analytics.i18n import _
from etl.errors import UsageError

EVERYONE = "*"
GROUP = "group:"


@dataclass(frozen=True)
class Viewer:
    """What somebody may see, and whether they may add to it. `organisations`: ids; None for all of them."""

    may_edit: bool = False
    organisations: frozenset[str] | None = None


@dataclass(frozen=True)
class Access:
    """Rules by what they grant."""

    viewers: frozenset[str] = frozenset()
    editors: frozenset[str] = frozenset()
    organisations: Mapping[str, frozenset[str]] = field(default_factory=dict)
    groups_claim: str = "groups"
    hours: float = 12
    trust_unverified_addresses: bool = False

    @classmethod
    def parse(cls, section: Mapping[str, object]) -> Access:
        """Read a section; raises UsageError for what is not understood, since it may have been meant to shut a door."""
        unknown = sorted(section.keys() - cls.__dataclass_fields__.keys())
        if unknown:
            raise _wrong(", ".join(unknown))
        given = dict(section)
        for name in ("viewers", "editors"):
            given[name] = frozenset(_rules(name, given.get(name, ())))
        limits = given.get("organisations", {})
        if not isinstance(limits, Mapping):
            raise _wrong("organisations")
        given["organisations"] = {
            rule: frozenset(_words(f"organisations.{written}", ids))
            for written, ids in limits.items()
            for rule in _rules(f"organisations.{written}", [written])
        }
        for name, kind in (("groups_claim", str), ("hours", (int, float)), ("trust_unverified_addresses", bool)):
            if name in given and (
                not isinstance(given[name], kind) or (name == "hours" and isinstance(given[name], bool))
            ):
                raise _wrong(name)
        return cls(**given)  # type: ignore[arg-type]  # checked above, one by one

    def is_over(self, claims: Mapping[str, object], now: float) -> bool:
        """Whether somebody has to sign in again: after `hours`, or where the token does not say when it was issued.

        `now`: seconds since 1970.
        """
        issued = claims.get("iat")
        return isinstance(issued, bool) or not isinstance(issued, int | float) or now - issued > self.hours * 3600

    def viewer(self, claims: Mapping[str, object]) -> Viewer | None:
        """What somebody with these claims of an identity token may see; None for nothing."""
        names = frozenset(self._names(claims))
        if names & self.editors:
            return Viewer(may_edit=True)
        limits = [ids for rule, ids in self.organisations.items() if rule in names]
        if limits:
            return Viewer(organisations=frozenset().union(*limits))
        return Viewer() if names & self.viewers else None

    def _names(self, claims: Mapping[str, object]) -> Iterator[str]:
        """Every rule that names somebody. An address counts where the provider says that it is theirs."""
        yield EVERYONE
        address = claims.get("email")
        if isinstance(address, str) and (claims.get("email_verified") is True or self.trust_unverified_addresses):
            address = address.strip().casefold()
            yield address
            yield "@" + address.rpartition("@")[2]
        groups = claims.get(self.groups_claim)
        for group in [groups] if isinstance(groups, str) else groups if isinstance(groups, list | tuple) else ():
            yield f"{GROUP}{group}".casefold()


def _rules(name: str, given: object) -> Iterator[str]:
    for rule in _words(name, given):
        if rule != EVERYONE and not rule.startswith(GROUP) and "@" not in rule:
            raise _wrong(f"{name}: {rule}")
        yield rule.casefold()


def _words(name: str, given: object) -> Collection[str]:
    words = list(given) if isinstance(given, Collection) and not isinstance(given, str | Mapping) else [None]
    if not all(isinstance(word, str) and word for word in words):
        raise _wrong(name)
    return [str(word).strip() for word in words]


def _wrong(what: str) -> UsageError:
    text = _("the section [access] of the secrets is not understood ({what}): see docs/deployment.md")
    return UsageError(text.format(what=what))
