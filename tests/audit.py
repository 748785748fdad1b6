"""Known vulnerabilities of the packages in constraints.txt: `python -m tests.audit`, part of `make check`.

Ends with 1 where one is known. Where the database of advisories cannot be reached, or does not know a package, nothing
is known, which is said and is no failure: a build must not depend on a service of others.
"""

from __future__ import annotations

import json
import subprocess
import sys

from etl.config import PROJECT

COMMAND = (
    *(sys.executable, "-m", "pip_audit", "--requirement", str(PROJECT / "constraints.txt")),
    *("--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off", "--timeout", "10"),
)


def main() -> int:
    done = subprocess.run(COMMAND, capture_output=True, encoding="utf-8", check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        print(f"Nothing was audited: {(done.stderr.splitlines() or ['no answer'])[-1]}")
        return 0
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    found = [(package, known) for package in packages for known in package.get("vulns", ())]
    for package, known in found:
        fixed = ", ".join(known["fix_versions"]) or "no version yet"
        print(f"{package['name']} {package['version']}: {known['id']}, fixed in {fixed}")
    audited = len(packages) - len(skipped)
    print(f"{audited} packages audited, {len(skipped)} unknown to the database, {len(found)} vulnerabilities known")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
