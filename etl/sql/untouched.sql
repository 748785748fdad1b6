-- Whose the pages of all other groups are, as it was found.
insert into identity by name
from derivation.identity anti join touched_group using (claim_group);
