"""Which charts stand on which page."""

from collections.abc import Mapping

CHARTS_ON: Mapping[str, tuple[str, ...]] = {
    "overview": ("timeline_engagements", "regions_involvement", "sectors_mix", "data_coverage"),
    "timeline": ("timeline_engagements", "timeline_lanes"),
    "relationships": ("relationships_health",),
    "sectors": ("sectors_mix", "sectors_by_year", "sectors_diversity"),
    "regions": (
        "regions_involvement",
        "regions_by_year",
        "regions_ranking",
        "regions_portfolio",
        "regions_other_authorities",
    ),
    "organisation": ("timeline_lanes",),
    "catalyst": ("catalyst_network", "catalyst_regions"),
    "data": ("data_coverage",),
}
