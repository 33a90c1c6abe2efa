-- School terms are a code list (contracts/codes/term.csv): each county loads its own beside its list of
-- providers. A term that is not in the list gives no figures of its own.

create view ref.term as
select code as term, label, valid_from as first_day, valid_to as last_day, source, verified
from ref.code
where list = 'term' and valid_from is not null and valid_to is not null;
comment on view ref.term is 'School terms; the days of holidays belong to none';
comment on column ref.term.term is 'Academic year and term, as 2024/25 autumn';
comment on column ref.term.label is 'As it is to be printed';
comment on column ref.term.first_day is 'First day';
comment on column ref.term.last_day is 'Last day';
comment on column ref.term.source is 'Calendar that it was taken from';
comment on column ref.term.verified is 'Seen in that source';
