"""The least that Streamlit and Plotly can do: one chart of twelve bars that follows one list. The yardstick."""

import plotly.graph_objects as go
import streamlit as st

step = st.selectbox("Period", [1, 2, 3, 4], key="filter-period")
heights = [(month * 7 + step * 5) % 11 + 1 for month in range(12)]
st.plotly_chart(go.Figure(go.Bar(x=list(range(12)), y=heights), layout={"height": 380}), key="chart-bare")
