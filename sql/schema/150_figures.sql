-- What appraisal values outcomes at, and what it takes for granted. Each figure is a dated row with its
-- source; none is the program's own but the Green Book's discount schedules (sql/functions/213_discount.sql).
-- The others come from the CSVs of the folder that the configuration names as 'figures'.

create table ref.discount (
    schedule  text not null,
    year_from integer not null check (year_from >= 0),
    year_to   integer not null,
    rate      numeric not null check (rate > -1 and rate < 1),
    edition   text not null,
    source    text not null,
    primary key (schedule, year_from),
    constraint discount_years_in_order check (year_to >= year_from)
);
comment on table ref.discount is 'Discount rates: year t is worth that of the year before over 1 + its rate';
comment on column ref.discount.schedule is 'Name of the schedule, with its edition: another edition is another name';
comment on column ref.discount.year_from is 'First year that the rate holds for, counted from the first year of the appraisal';
comment on column ref.discount.year_to is 'Last year that it holds for';
comment on column ref.discount.rate is 'Real rate a year: .035 is 3.5%';
comment on column ref.discount.edition is 'Edition that it was taken from';
comment on column ref.discount.source is 'Where it is published';

create table ref.unit_cost (
    code       text primary key,
    outcome    text not null,
    agency     text not null,
    category   text not null check (category in ('fiscal', 'economic', 'social')),
    value      numeric not null check (value >= 0),
    low        numeric,
    high       numeric,
    price_year integer not null check (price_year between 1990 and 2100),
    cashable   numeric check (cashable between 0 and 1),
    family     text not null,
    edition    text not null,
    valid_from date not null,
    valid_to   date,
    source     text not null,
    constraint unit_cost_range check ((low is null) = (high is null) and low <= value and value <= high),
    constraint unit_cost_cashable check (category <> 'fiscal' or cashable is not null)
);
comment on table ref.unit_cost is 'What a year of an outcome is worth to whom';
comment on column ref.unit_cost.code is 'Number of the figure, at its source';
comment on column ref.unit_cost.outcome is 'Outcome that it values (mart.benefit_count): engaged, achieved, improved, completed';
comment on column ref.unit_cost.agency is 'Who has the benefit';
comment on column ref.unit_cost.category is 'fiscal (public money), economic or social';
comment on column ref.unit_cost.value is 'Pounds a year, in prices of price_year';
comment on column ref.unit_cost.low is 'Least value that it may have; null: not said';
comment on column ref.unit_cost.high is 'Greatest value that it may have';
comment on column ref.unit_cost.price_year is 'Financial year of the prices, by the year in which it begins';
comment on column ref.unit_cost.cashable is 'Share of a fiscal benefit that the agency can take out of its budget';
comment on column ref.unit_cost.family is 'What the figure pays for: no two outcomes of the same young people may be valued in one family and year';
comment on column ref.unit_cost.edition is 'Edition that it was taken from';
comment on column ref.unit_cost.valid_from is 'First day that it holds';
comment on column ref.unit_cost.valid_to is 'Last day; null: open';
comment on column ref.unit_cost.source is 'Where it is published';

create table ref.assumption (
    programme text not null,
    outcome   text not null,
    parameter text not null check (parameter in ('deadweight', 'attribution', 'displacement', 'leakage',
                                                 'optimism', 'dropoff', 'lag', 'duration')),
    value     numeric not null check (value >= 0),
    low       numeric,
    high      numeric,
    edition   text not null,
    source    text not null,
    primary key (programme, outcome, parameter),
    constraint assumption_range check ((low is null) = (high is null) and low <= value and value <= high),
    constraint assumption_share check (parameter in ('lag', 'duration') or coalesce(high, value) <= 1),
    constraint assumption_years check (parameter not in ('lag', 'duration') or (low is null and value = trunc(value)))
);
comment on table ref.assumption is 'What is taken for granted of an outcome of a programme; nothing has a default';
comment on column ref.assumption.programme is 'Programme';
comment on column ref.assumption.outcome is 'Outcome (mart.benefit_count)';
comment on column ref.assumption.parameter is
    'deadweight (would have come anyway), attribution (due to the programme), displacement, leakage, optimism (the value is lowered by), dropoff (lost each year): shares; lag and duration: years';
comment on column ref.assumption.value is 'The figure';
comment on column ref.assumption.low is 'Least that it may be; null: not said';
comment on column ref.assumption.high is 'Most that it may be';
comment on column ref.assumption.edition is 'Edition, or the day of the decision';
comment on column ref.assumption.source is 'Where it is published, or who decided it';

create table ref.appraisal (
    programme          text primary key,
    base_year          integer not null check (base_year between 1990 and 2100),
    horizon            integer not null check (horizon between 0 and 100),
    schedule           text not null,
    payer              text not null,
    cost_optimism      numeric not null check (cost_optimism between 0 and 10),
    cost_optimism_low  numeric,
    cost_optimism_high numeric,
    distribution       text not null check (distribution in ('uniform', 'triangular', 'pert')),
    evidence           smallint not null check (evidence between 1 and 5),
    edition            text not null,
    source             text not null,
    constraint appraisal_range check (
        (cost_optimism_low is null) = (cost_optimism_high is null)
        and cost_optimism_low <= cost_optimism and cost_optimism <= cost_optimism_high)
);
comment on table ref.appraisal is 'How the benefits of a programme are appraised';
comment on column ref.appraisal.programme is 'Programme';
comment on column ref.appraisal.base_year is 'Year whose prices all is in, and whose start values are brought to';
comment on column ref.appraisal.horizon is 'Years after the first that count';
comment on column ref.appraisal.schedule is 'Discount rates that hold (ref.discount)';
comment on column ref.appraisal.payer is 'Agency that pays for the programme';
comment on column ref.appraisal.cost_optimism is 'Share that costs are raised by; 0 for costs out of the ledger';
comment on column ref.appraisal.cost_optimism_low is 'Least that it may be; null: not said';
comment on column ref.appraisal.cost_optimism_high is 'Most that it may be';
comment on column ref.appraisal.distribution is 'Between low and high values: uniform, triangular or pert';
comment on column ref.appraisal.evidence is 'Level on the Maryland scale of what the deadweight rests on: below 3 nothing is compared with its like, and nothing is said to be due to the programme';
comment on column ref.appraisal.edition is 'Edition, or the day of the decision';
comment on column ref.appraisal.source is 'Where it is published, or who decided it';

create table ref.threshold (
    programme text not null,
    value     numeric not null check (value > 0),
    edition   text not null,
    source    text not null,
    primary key (programme, value)
);
comment on table ref.threshold is 'What commissioners say that one more outcome is worth; without a row nothing is called worth its cost';
comment on column ref.threshold.programme is 'Programme';
comment on column ref.threshold.value is 'Pounds for one more outcome';
comment on column ref.threshold.edition is 'Edition, or the day of the decision';
comment on column ref.threshold.source is 'Where it is published, or who decided it';
