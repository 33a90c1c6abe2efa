-- Reference figures, brought up to date whenever the schema is applied (sql/schema/020_value.sql).

insert into ref.parameter (name, value, valid_from, valid_to, source)
values ('discount_rate', 0.035, date '2003-04-01', null, 'HM Treasury, The Green Book, annex on discounting'),
       ('disclosure_threshold', 10, date '2000-01-01', null, 'ontrack: least count that may be shown in any table')
on conflict (name, valid_from) do update
set value = excluded.value, valid_to = excluded.valid_to, source = excluded.source;

-- Thresholds of reliable change are NHS England's (CYP outcome metric); of SDQ's peer and prosocial scales
-- they are reckoned from Goodman 2001. More prosocial is better, though that metric takes it for worse.
delete from ref.scale;
insert into ref.scale (instrument, scale, rater, metric, direction, threshold, source)
values
    ('sdq', '*', '*', 'raw', -1, null, 'no threshold for the total score in the CYP outcome metric'),
    ('sdq', 'emotional', '*', 'raw', -1, 4, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('sdq', 'conduct', '*', 'raw', -1, 4, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('sdq', 'hyperactivity', '*', 'raw', -1, 4, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('sdq', 'impact', '*', 'raw', -1, 3, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('sdq', 'peer', 'parent', 'raw', -1, 3, 'NHS England, CYP outcome metric (Goodman 2001)'),
    ('sdq', 'peer', 'self', 'raw', -1, 5, 'NHS England, CYP outcome metric (Goodman 2001)'),
    ('sdq', 'prosocial', '*', 'raw', 1, null, 'no threshold for teachers in the CYP outcome metric'),
    ('sdq', 'prosocial', 'parent', 'raw', 1, 3, 'NHS England, CYP outcome metric (Goodman 2001)'),
    ('sdq', 'prosocial', 'self', 'raw', 1, 4, 'NHS England, CYP outcome metric (Goodman 2001)'),
    ('rcads', '*', '*', 'raw', -1, null, 'no threshold for totals in the CYP outcome metric'),
    ('rcads', 'depression', 'self', 't', -1, 17.73, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', 'generalised_anxiety', 'self', 't', -1, 14.91, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', 'obsessive_compulsive', 'self', 't', -1, 16.35, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', 'panic', 'self', 't', -1, 18.29, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', 'separation_anxiety', 'self', 't', -1, 22.95, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', 'social_phobia', 'self', 't', -1, 13.99, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', 'depression', 'parent', 't', -1, 22.87, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', 'generalised_anxiety', 'parent', 't', -1, 18.30, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', 'obsessive_compulsive', 'parent', 't', -1, 24.06, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', 'panic', 'parent', 't', -1, 40.93, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', 'separation_anxiety', 'parent', 't', -1, 28, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('rcads', 'social_phobia', 'parent', 't', -1, 16.63, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('gbo', '*', '*', 'raw', 1, 3, 'NHS England, CYP outcome metric'),
    ('ors', '*', '*', 'raw', 1, 6.6, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('cors', '*', '*', 'raw', 1, 10, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('cgas', '*', '*', 'raw', 1, 11, 'NHS England, CYP outcome metric (Bird 1987)'),
    ('wemwbs', '*', '*', 'raw', 1, 9, 'NHS England, CYP outcome metric (Maheswaran 2012)'),
    ('swemwbs', '*', '*', 'raw', 1, 3, 'NHS England, CYP outcome metric (Shah 2018)'),
    ('phq9', '*', '*', 'raw', -1, 6, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('gad7', '*', '*', 'raw', -1, 4, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('core10', '*', '*', 'raw', -1, 5, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('ypcore', '*', '*', 'raw', -1, 8, 'NHS England, CYP outcome metric (CYP IAPT 2015)'),
    ('honosca', '*', '*', 'raw', -1, 2, 'NHS England, CYP outcome metric');
