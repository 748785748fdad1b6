-- How many organisations have changed, and how many there are or were.
select
    (select count(*) from changed_organisation) as changed,
    (
        select count(*)
        from (select organisation_id from identity union select organisation_id from derivation.identity)
    ) as known;
