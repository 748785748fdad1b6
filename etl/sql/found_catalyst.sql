-- The catalysts that people correct, as the pages give them.
select * from catalyst where list_contains($ids::varchar[], catalyst_id);
