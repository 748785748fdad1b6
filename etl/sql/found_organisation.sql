-- The organisations that people correct, as the pages give them.
select * from organisation where list_contains($ids::varchar[], organisation_id);
