-- question: How was each file read?
-- fr: Comment chaque fichier a-t-il été lu ?
-- columns:
--   file    source file
--   remark  'needs_package', 'guessed_encoding', 'layout', 'lines', 'column', 'near_column' or 'ignored_column'
--   words   what was done
select path as file, what as remark, words
from reading_note join selected_source($organisation) using (source_id)
order by
    coalesce(list_position(['needs_package', 'near_column', 'guessed_encoding', 'ignored_column'], what), 5),
    path, place
limit $row_limit
