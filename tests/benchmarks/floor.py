"""As many small figures as a page of ours has, ready made: each follows one list, and nothing is asked. The floor."""

import plotly.graph_objects as go
import streamlit as st

STEPS = (1, 2, 3, 4)


@st.cache_resource
def ready_made(charts: int) -> list[list[go.Figure]]:
    """For each chart a figure of twelve bars for each step."""
    return [
        [
            go.Figure(
                go.Bar(x=list(range(12)), y=[(month * 7 + step * 5 + chart) % 11 + 1 for month in range(12)]),
                layout={"height": 380},
            )
            for step in STEPS
        ]
        for chart in range(charts)
    ]


step = st.selectbox("Period", STEPS, key="filter-period")
for place, figures in enumerate(ready_made(int(st.query_params.get("charts", "1")))):
    st.plotly_chart(figures[step - 1], key=f"chart-{place}")
