-- question: Which lines were not understood, and why?
-- fr: Quelles lignes n’ont pas été comprises, et pourquoi ?
-- columns:
--   file      source file
--   format    of the file; the lines of 'html' are those of its text
--   line      line in it, counted from 1
--   reason    why it was rejected
--   raw_text  the line, word for word
select path as file, format, line_number as line, reason, raw_text
from rejected join selected_source($organisation) using (source_id)
order by path, line_number, reason
limit $row_limit
