-- question: Which corrections by people stand in the place of what this organisation's pages say?
-- fr: Quelles corrections faites à la main remplacent ce que disent les pages de cette organisation ?
-- columns:
--   field    the column of the organisation that is corrected
--   old      what the pages give; empty where they give nothing
--   new      what stands there now
--   who      who corrected it
--   why      why
--   said_on  day on which they did
select field, old, new, who, why, said_on
from override
where subject = 'organisation' and subject_id = $profile and state = 'applied'
order by field
