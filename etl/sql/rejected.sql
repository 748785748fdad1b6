-- What `python -m etl rejected` writes.
select path, line_number, raw_text, reason, format = 'html' as is_html
from rejected join source using (source_id)
order by path, line_number, reason;
