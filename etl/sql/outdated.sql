-- Takes out what is derived anew: of changed sources and organisations, and the small tables that all of them make together.
delete from source where source_id in (from changed_source);
delete from source_organisation where source_id in (from changed_source);
delete from rejected where source_id in (from changed_source);
delete from reading_note where source_id in (from changed_source);
delete from source_line where source_id in (from changed_source);

delete from organisation where organisation_id in (from changed_organisation);
delete from description where organisation_id in (from changed_organisation);
delete from source_catalyst where organisation_id in (from changed_organisation);
delete from several_lines where engagement_id in (
    select engagement_id from engagement semi join changed_organisation using (organisation_id)
);
delete from engagement where organisation_id in (from changed_organisation);

delete from build;
delete from catalyst;
delete from catalyst_sector;
delete from conflict where organisations[1] in (
    select organisation_id from derivation.identity semi join touched_group using (claim_group)
);
delete from joined_by_name where organisation_id in (
    select organisation_id from derivation.identity semi join touched_group using (claim_group)
);
delete from override;
delete from lost_override;
delete from data_check;
delete from derivation.identity where claim_group in (from touched_group);
delete from derivation.claim_key where claim_group in (from touched_group);
delete from derivation.resolution;
delete from derivation.alias;
delete from derivation.state;
