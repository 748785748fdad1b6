"""The plain app that most people would write: Streamlit, and pandas that holds the whole table.

Kinder to itself than most: `cache_data`, which Streamlit's guide names for tables, would copy the table for each run.
"""

import datetime as dt
import os
from pathlib import Path

import duckdb
import pandas as pd
import plotly.express as px
import streamlit as st

YEARS = {"All dates": None, "Last 12 months": 1, "Last 3 years": 3, "This year": 0}


@st.cache_resource
def table() -> pd.DataFrame:
    with duckdb.connect(str(Path(os.environ["CATALYST_ATLAS_DATA"], "demo.duckdb")), read_only=True) as connection:
        return connection.execute(
            "select organisation_id, catalyst_id, name as catalyst, kind, region_code, relation_type, engaged_on, "
            "mentions from engagement join catalyst using (catalyst_id)"
        ).df()


def since(period: str, last: pd.Timestamp) -> pd.Timestamp | None:
    years = YEARS[period]
    if years is None:
        return None
    return pd.Timestamp(last.year, 1, 1) if years == 0 else last - pd.DateOffset(years=years) + dt.timedelta(days=1)


st.set_page_config(layout="wide")
rows = table()
period = st.selectbox("Period", list(YEARS), key="filter-period")
kinds = st.multiselect("Kind of catalyst", sorted(rows["kind"].unique()), key="filter-kind")
start = since(period, rows["engaged_on"].max())
if start is not None:
    rows = rows[rows["engaged_on"] >= start]
if kinds:
    rows = rows[rows["kind"].isin(kinds)]

for column, (label, value) in zip(
    st.columns(3),
    {
        "Engagements": rows["mentions"].sum(),
        "Organisations": rows["organisation_id"].nunique(),
        "Catalysts": rows["catalyst_id"].nunique(),
    }.items(),
    strict=True,
):
    column.metric(label, f"{value:,.0f}")
months = rows.groupby([rows["engaged_on"].dt.to_period("M").dt.start_time, "kind"])["mentions"].sum().reset_index()
st.plotly_chart(px.bar(months, x="engaged_on", y="mentions", color="kind"), key="chart-months")
regions = rows.groupby("region_code")["organisation_id"].nunique().reset_index()
st.plotly_chart(px.bar(regions, x="region_code", y="organisation_id"), key="chart-regions")
most = rows.groupby("catalyst")["mentions"].sum().nlargest(20).reset_index()
st.plotly_chart(px.bar(most, x="mentions", y="catalyst", orientation="h"), key="chart-catalysts")
