-- check: a stored SIREN is nine digits with a valid Luhn sum
-- fr: un SIREN enregistré a neuf chiffres et une somme de Luhn juste
-- severity: error
select organisation_id, siren
from organisation
where not regexp_full_match(siren, '[0-9]{9}')
    or list_sum([
        (if(place % 2 = 0, 2, 1) * siren[place]::integer) // 10 + (if(place % 2 = 0, 2, 1) * siren[place]::integer) % 10
        for place in range(1, 10)
    ]) % 10 <> 0
order by organisation_id;
