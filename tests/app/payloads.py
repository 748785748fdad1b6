"""A page whose every text is Markdown, an address or markup."""

from __future__ import annotations

PAYLOADS = (
    "**bold**", "[link](https://evil.example)", "![image](https://evil.example/x.png)", "$x^2$", ":red[colour]",
    "`code`", ":material/bolt:", "https://evil.example/bare", "<b>tag</b>", "<img src=x onerror=alert(1)>",
)  # fmt: skip


def hostile_page() -> str:
    everything = " ".join(PAYLOADS)
    rows = "\n".join(f"![]() | {words} Network | {words} 3 Mar 202{n % 5} | | |" for n, words in enumerate(PAYLOADS))
    return f"""---
name: '{everything}'
captured_on: 2025-01-31
---
Social networks
430Activities
{everything}Entity types
Location
1 Rue {everything}, 75014 Paris, France
Paris
France
Engaged catalyst
12Added in Motherbase
2 years ago{everything} a tagline
{everything} and a long description of what this organisation does in the arts, culture and sciences since 1973.
{PAYLOADS[-1]}, {PAYLOADS[1]}, and {PAYLOADS[0]}
Catalyst | Type | Tweets | Articles | |
---|---|---|---|---|
{rows}
![]() {PAYLOADS[-2]} Fund {PAYLOADS[0]} Sector | {PAYLOADS[-2]} Fund {PAYLOADS[0]} Sector | Other 4 Apr 2024 | | |
"""
