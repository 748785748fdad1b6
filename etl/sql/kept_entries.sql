-- What the other entries stand for, as it was found.
insert into resolution by name
select before.*
from derivation.resolution as before
semi join used_entry using (entry_id)
anti join resolution as found using (entry_id);
