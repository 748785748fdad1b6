-- The home region that a corrected postcode or country gives.
update organisation set region_code = $region where organisation_id = $organisation;
