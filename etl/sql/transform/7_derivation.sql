-- What all this was derived with.
insert into derivation.state
values ($fingerprint);

insert into derivation.identity by name
select *
from identity semi join claim_key using (claim_group);

insert into derivation.claim_key by name
select *
from claim_key;

insert into derivation.resolution by name
select *
from resolution;
