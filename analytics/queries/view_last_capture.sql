-- question: What is the newest capture of the whole warehouse, on which presets of the period rest?
-- fr: Quelle est la capture la plus récente de tout l’entrepôt, dont dépendent les périodes prédéfinies ?
-- columns:
--   last_captured_on  the day, null where nothing is dated
select max(last_captured_on) as last_captured_on from organisation
