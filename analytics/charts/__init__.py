"""Every chart there is, by name. A new one joins the `CHARTS` of its module, and with that the command line."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.chart import Chart
from analytics.charts import catalyst, data, regions, relationships, sectors, timeline

CHARTS: Mapping[str, Chart] = {
    chart.name: chart
    for module in (timeline, relationships, sectors, regions, catalyst, data)
    for chart in module.CHARTS
}
