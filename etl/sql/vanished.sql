-- Engagements of the last warehouse whose source is gone, or has another content, and that nothing shows any more.
with gone as (
    select source_id, path from last.source anti join next.source using (source_id)
)
select count(*) as engagements, min(path) as path
from last.engagement
join gone using (source_id)
anti join next.engagement using (engagement_id);
