-- Choices that the indicators reckon with (sql/mart/15*.sql), brought up to date whenever the schema is applied.

insert into ref.parameter (name, value, valid_from, valid_to, source)
values ('dna_of_all_outcomes', 0, date '2000-01-01', null,
        'NHS contracts: 0, appointments that were due (attended, late, not attended); 1, of all that have an outcome, cancellations too'),
       ('exclusion_window_days', 182, date '2000-01-01', null,
        'ontrack: half a year before the help began and half a year from then on')
on conflict (name, valid_from) do update
set value = excluded.value, valid_to = excluded.valid_to, source = excluded.source;
