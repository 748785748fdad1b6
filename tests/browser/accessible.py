"""What axe-core finds on a page, by the rules that the dashboard keeps."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LEAST_IMPACT = ("moderate", "serious", "critical")
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # of rules that are kept it would list every part of a page, which takes longer
}


def findings(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{each['impact']} {each['id']}: {node['target']} {node['html'][:120]}"
        for each in found
        if each["impact"] in LEAST_IMPACT
        for node in each["nodes"]
        # Streamlit's own frame of the menu, folded away on a phone.
        if not (each["id"] == "scrollable-region-focusable" and 'data-testid="stSidebarContent"' in node["html"])
    ]
