-- Reference figures, brought up to date whenever the schema is applied (sql/schema/020_value.sql).

insert into ref.parameter (name, value, valid_from, valid_to, source)
values ('discount_rate', 0.035, date '2003-04-01', null, 'HM Treasury, The Green Book, annex on discounting'),
       ('disclosure_threshold', 10, date '2000-01-01', null, 'ontrack: least count that may be shown in any table')
on conflict (name, valid_from) do update
set value = excluded.value, valid_to = excluded.valid_to, source = excluded.source;

insert into ref.scale (instrument, scale, direction, threshold, source)
values
    ('sdq', '*', -1, null, 'no threshold for the total score in the CYP outcome metric'),
    ('sdq', 'emotional', -1, 4, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', '*', -1, null, 'thresholds are of T scores by sex and age, which are not kept'),
    ('gbo', '*', 1, 3, 'NHS England, CYP outcome metric'),
    ('ors', '*', 1, 6.6, 'NHS England, CYP outcome metric'),
    ('cors', '*', 1, 10, 'NHS England, CYP outcome metric'),
    ('cgas', '*', 1, 11, 'NHS England, CYP outcome metric'),
    ('wemwbs', '*', 1, null, 'no threshold in the CYP outcome metric'),
    ('swemwbs', '*', 1, 3, 'NHS England, CYP outcome metric'),
    ('phq9', '*', -1, 6, 'NHS England, CYP outcome metric'),
    ('gad7', '*', -1, 4, 'NHS England, CYP outcome metric'),
    ('core10', '*', -1, 5, 'NHS England, CYP outcome metric'),
    ('ypcore', '*', -1, 8, 'NHS England, CYP outcome metric')
on conflict (instrument, scale) do update
set direction = excluded.direction, threshold = excluded.threshold, source = excluded.source;
