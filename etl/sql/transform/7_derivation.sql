-- What all this was derived with.
insert into derivation.state
values ($fingerprint);

insert into derivation.identity
from identity;

insert into derivation.resolution by name
select * exclude (entry_id)
from resolution;
