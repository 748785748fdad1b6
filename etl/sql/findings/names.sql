-- Names that are compared with each other, organisations and catalysts apart.
select 'organisation' as subject, organisation_id as id, name from organisation
union all
select 'catalyst', catalyst_id, name from catalyst
order by all;
