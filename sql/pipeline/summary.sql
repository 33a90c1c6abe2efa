-- What the night applied, over all its runs. $1: the night.
select coalesce(sum(loads), 0) as loads,
       coalesce(sum(delivered), 0) as delivered,
       coalesce(sum(inserted + updated + unchanged + duplicate), 0) as accepted,
       coalesce(sum(rejected_by_all), 0) as rejected
from ops.night
where night = $1::date
