-- What each page says of whose page it is: source and part, then the fields of etl.claim.Claim. The address only where it
-- does not hold the id that the file is named by. Run twice (etl/transform.py): for the sources that are new, and for
-- those that stood already and are of groups that have changed.
select
    source_id, part, platform_id, siren, slug, stated_name, captured_on, path, name, page_number = 0, postcode, city,
    if(contains(url, '/' || platform_id), null, url)
from store.source semi join claiming using (source_id, part)
where is_profile;
