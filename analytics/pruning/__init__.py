"""Leaves out of a question what its filters leave nothing of, before DuckDB plans it.

The macros of `etl/sql/selected.sql` have a branch for each roll-up that may answer, and which one can is decided by the
filters alone. DuckDB finds that out too, but only after it has bound and optimised all of them, which takes longer than
to run the one that is left. Here a question is a syntax tree as DuckDB writes and reads it (`json_serialize_sql`).
"""
