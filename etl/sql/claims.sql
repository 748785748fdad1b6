-- What each page says of whose page it is: source and part, then the fields of etl.identity.Claim.
select source_id, part, platform_id, siren, slug, stated_name, captured_on, path, name, page_number = 0
from store.source
where is_profile;
