-- The macros of a warehouse: what their calls stand for.
select function_name, parameters, macro_definition, function_type = 'table_macro' as gives_rows
from duckdb_functions()
where not internal and function_type in ('macro', 'table_macro')
order by all
