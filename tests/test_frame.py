"""Rows read by attribute: the same whether a column is read at once or cell by cell."""

from __future__ import annotations

import datetime as dt

import duckdb
import pandas as pd
import pytest

from analytics.frame import cells, plain, records

ROWS = """
select 1 as whole, null::integer as maybe, 'x' as words, null::varchar as no_words, date '2024-01-01' as day,
    null::date as no_day, timestamp '2024-01-01 10:00:00' as moment, [1, 2] as list, ['a', null] as listed,
    null::varchar[] as no_list, true as flag, null::boolean as no_flag, 1.5::double as share, null::double as no_share,
    3::decimal(18, 2) as amount, null::bigint as large
union all
select 2, 5, '', 'z', date '1900-02-28', date '2100-02-02', timestamp '2024-01-02 00:00:00', [], [], ['q'], false, true,
    2, 1, null, 9007199254740993
"""


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    with duckdb.connect() as con:
        return con.execute(ROWS).df()


def test_every_column_reads_as_its_cells_do(frame: pd.DataFrame) -> None:
    for name, values in frame.items():
        one_by_one = [plain(value) for value in values.array]
        assert cells(values) == one_by_one, name
        assert list(map(type, cells(values))) == list(map(type, one_by_one)), name


def test_rows_hold_what_python_knows(frame: pd.DataFrame) -> None:
    first, second = records(frame)
    assert (first.whole, first.maybe, first.words, first.no_words) == (1, None, "x", None)
    assert (first.day, first.no_day, first.moment) == (dt.date(2024, 1, 1), None, dt.datetime(2024, 1, 1, 10))
    assert (first.list, first.listed, first.no_list, second.list) == ([1, 2], ["a", None], None, [])
    assert (first.no_flag, first.no_share, second.moment) == (None, None, dt.date(2024, 1, 2))
    assert second.large == 2**53 + 1


def test_no_rows_are_no_records(frame: pd.DataFrame) -> None:
    assert records(frame.head(0)) == records(pd.DataFrame()) == []
