-- Instruments as data: which item belongs to which scale, what an answer is worth, what a score means.
-- Positions and numbers only: an item's wording belongs to its publisher.

create table ref.instrument_item (
    instrument text not null,
    item       smallint not null,
    scale      text not null,
    raters     text[] not null,
    points     smallint[] not null,
    source     text not null,
    primary key (instrument, item, scale)
);
comment on table ref.instrument_item is 'Items of instruments by their position in the form, and what each answer is worth';
comment on column ref.instrument_item.instrument is 'Instrument (code list instrument)';
comment on column ref.instrument_item.item is 'Position in the form, from 1';
comment on column ref.instrument_item.scale is 'The scale that it counts towards';
comment on column ref.instrument_item.raters is 'Who is asked it';
comment on column ref.instrument_item.points is 'What the answers 0, 1, 2, … are worth: 2, 1, 0 where the item is reversed. Any other answer is none';
comment on column ref.instrument_item.source is 'Where it is published';

create table ref.instrument_scale (
    instrument     text not null,
    scale          text not null,
    low            numeric,
    high           numeric,
    least_answered smallint,
    parts          text[],
    source         text not null,
    verified       boolean not null,
    primary key (instrument, scale),
    check (least_answered is null or parts is null)
);
comment on table ref.instrument_scale is 'Scales of instruments: their range, and how they are made from items or from other scales';
comment on column ref.instrument_scale.instrument is 'Instrument';
comment on column ref.instrument_scale.scale is 'Scale';
comment on column ref.instrument_scale.low is 'Least score';
comment on column ref.instrument_scale.high is 'Greatest score';
comment on column ref.instrument_scale.least_answered is 'Made from items: how many must be answered; the mean stands for those that are not, and the score is rounded half up';
comment on column ref.instrument_scale.parts is 'Made from scales: their sum, null where one is missing';
comment on column ref.instrument_scale.source is 'Where it is published';
comment on column ref.instrument_scale.verified is 'Seen in a published source; false: general knowledge, to be confirmed before it is relied on';

create table ref.instrument_band (
    instrument text not null,
    scale      text not null,
    rater      text not null,
    edition    text not null,
    low        numeric not null,
    high       numeric not null,
    band       text not null,
    rank       smallint not null,
    source     text not null,
    verified   boolean not null,
    primary key (instrument, scale, rater, edition, low)
);
comment on table ref.instrument_band is 'What a score means, by who answered; of RCADS, what a T score means';
comment on column ref.instrument_band.instrument is 'Instrument';
comment on column ref.instrument_band.scale is 'Scale; * for every scale';
comment on column ref.instrument_band.rater is 'Who answered; * for everybody';
comment on column ref.instrument_band.edition is 'One set of cut-offs among several';
comment on column ref.instrument_band.low is 'Least score of the band';
comment on column ref.instrument_band.high is 'Greatest score of the band';
comment on column ref.instrument_band.band is 'Its name';
comment on column ref.instrument_band.rank is 'From 1, the one of least concern';
comment on column ref.instrument_band.source is 'Where it is published';
comment on column ref.instrument_band.verified is 'Seen in a published source; false: general knowledge, to be confirmed before it is relied on';

create table ref.instrument_norm (
    instrument text not null,
    scale      text not null,
    rater      text not null,
    sex        text not null,
    age_from   smallint not null,
    age_to     smallint not null,
    mean       numeric not null,
    sd         numeric not null check (sd > 0),
    source     text not null,
    primary key (instrument, scale, rater, sex, age_from)
);
comment on table ref.instrument_norm is 'Means and standard deviations that T scores are reckoned from';
comment on column ref.instrument_norm.instrument is 'Instrument';
comment on column ref.instrument_norm.scale is 'Scale';
comment on column ref.instrument_norm.rater is 'Who answered';
comment on column ref.instrument_norm.sex is 'Sex of the young person (code list sex)';
comment on column ref.instrument_norm.age_from is 'Least age in whole years';
comment on column ref.instrument_norm.age_to is 'Greatest age';
comment on column ref.instrument_norm.mean is 'Mean raw score';
comment on column ref.instrument_norm.sd is 'Standard deviation of the raw score';
comment on column ref.instrument_norm.source is 'Where it is published';

-- How much change is reliable depends on who answered, and on RCADS it is a change of T.
alter table ref.scale drop constraint scale_pkey;
alter table ref.scale add column rater text not null default '*';
alter table ref.scale add column metric text not null default 'raw' check (metric in ('raw', 't'));
alter table ref.scale add primary key (instrument, scale, rater);
comment on column ref.scale.rater is 'Who answered; * for everybody without a row of their own';
comment on column ref.scale.metric is 'What the threshold is a change of: the score as it stands, or T';
