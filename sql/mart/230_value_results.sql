-- The tables that take what appraise says of the sets of 210 and 220. Their columns are its own.

create table if not exists mart.psa (
    analysis      text not null,
    lambda        double precision not null,
    strategy      text not null,
    p_best        double precision not null,
    ceaf          double precision,
    eib           double precision not null,
    evpi          double precision not null,
    expected_loss double precision not null,
    primary key (analysis, lambda, strategy)
);
comment on table mart.psa is 'Acceptability of a programme''s providers, from appraise psa';
comment on column mart.psa.analysis is 'Name of the analysis (mart.analysis)';
comment on column mart.psa.lambda is 'Pounds that one more outcome is valued at';
comment on column mart.psa.strategy is 'Provider';
comment on column mart.psa.p_best is 'Share of the draws in which it has the greatest net benefit';
comment on column mart.psa.ceaf is 'The same, of the provider with the greatest mean net benefit; null: another''s is greater';
comment on column mart.psa.eib is 'Mean net benefit above that of the cheapest, pounds a young person';
comment on column mart.psa.evpi is 'What it would be worth to know which is best, pounds a young person';
comment on column mart.psa.expected_loss is 'What choosing it loses on average against knowing';

create table if not exists mart.interval (
    analysis       text not null,
    unit           text not null,
    x              double precision not null,
    n              double precision,
    proportion     double precision,
    wilson_lower   double precision,
    wilson_upper   double precision,
    binomial_lower double precision,
    binomial_upper double precision,
    value          double precision,
    byar_lower     double precision,
    byar_upper     double precision,
    exact_lower    double precision,
    exact_upper    double precision,
    primary key (analysis, unit)
);
comment on table mart.interval is 'Shares with their 95% limits, from appraise interval';
comment on column mart.interval.analysis is 'Name of the analysis (mart.analysis)';
comment on column mart.interval.unit is 'Provider; *: the whole programme';
comment on column mart.interval.x is 'Those with the outcome';
comment on column mart.interval.n is 'Those counted';
comment on column mart.interval.proportion is 'x of n';
comment on column mart.interval.wilson_lower is 'Wilson''s lower limit';
comment on column mart.interval.wilson_upper is 'Wilson''s upper limit';
comment on column mart.interval.binomial_lower is 'Clopper and Pearson''s lower limit';
comment on column mart.interval.binomial_upper is 'Clopper and Pearson''s upper limit';
comment on column mart.interval.value is 'x as a count';
comment on column mart.interval.byar_lower is 'Byar''s lower limit of the count';
comment on column mart.interval.byar_upper is 'Byar''s upper limit of the count';
comment on column mart.interval.exact_lower is 'Garwood''s lower limit of the count';
comment on column mart.interval.exact_upper is 'Garwood''s upper limit of the count';

create table if not exists mart.funnel (
    analysis       text not null,
    unit           text not null,
    observed       double precision not null,
    denominator    double precision,
    expected       double precision,
    value          double precision,
    target         double precision,
    inner_lower    double precision,
    inner_upper    double precision,
    outer_lower    double precision,
    outer_upper    double precision,
    label          text,
    phi            double precision,
    tau2           double precision,
    od_inner_lower double precision,
    od_inner_upper double precision,
    od_outer_lower double precision,
    od_outer_upper double precision,
    od_label       text,
    primary key (analysis, unit)
);
comment on table mart.funnel is 'Providers against funnel limits, from appraise funnel';
comment on column mart.funnel.analysis is 'Name of the analysis (mart.analysis)';
comment on column mart.funnel.unit is 'Provider';
comment on column mart.funnel.observed is 'Those with the outcome';
comment on column mart.funnel.denominator is 'Those counted; null: a ratio to what was expected';
comment on column mart.funnel.expected is 'Outcomes expected';
comment on column mart.funnel.value is 'The share, or observed over expected';
comment on column mart.funnel.target is 'Share of all together, or 1';
comment on column mart.funnel.inner_lower is '95% limit, as if chance alone were at work';
comment on column mart.funnel.inner_upper is '95% limit';
comment on column mart.funnel.outer_lower is '99.8% limit';
comment on column mart.funnel.outer_upper is '99.8% limit';
comment on column mart.funnel.label is 'within, above_inner, above_outer, below_inner or below_outer';
comment on column mart.funnel.phi is 'Over-dispersion: mean square of the distances from the target in standard errors';
comment on column mart.funnel.tau2 is 'Variance between providers that chance does not account for';
comment on column mart.funnel.od_inner_lower is '95% limit with that variance';
comment on column mart.funnel.od_inner_upper is '95% limit with that variance';
comment on column mart.funnel.od_outer_lower is '99.8% limit with that variance';
comment on column mart.funnel.od_outer_upper is '99.8% limit with that variance';
comment on column mart.funnel.od_label is 'label by the limits with that variance';

create table if not exists mart.shrink (
    analysis       text not null,
    unit           text not null,
    events         double precision,
    n              double precision,
    value          double precision,
    se             double precision,
    lower          double precision,
    upper          double precision,
    shrunken       double precision,
    shrunken_se    double precision,
    shrunken_lower double precision,
    shrunken_upper double precision,
    weight         double precision,
    above          double precision,
    primary key (analysis, unit)
);
comment on table mart.shrink is 'Shares drawn towards the programme''s, from appraise shrink';
comment on column mart.shrink.analysis is 'Name of the analysis (mart.analysis)';
comment on column mart.shrink.unit is 'Provider';
comment on column mart.shrink.events is 'Those with the outcome';
comment on column mart.shrink.n is 'Those counted';
comment on column mart.shrink.value is 'Its own share';
comment on column mart.shrink.se is 'Its standard error';
comment on column mart.shrink.lower is 'Wilson''s lower limit of it';
comment on column mart.shrink.upper is 'Wilson''s upper limit of it';
comment on column mart.shrink.shrunken is 'What the true share probably is';
comment on column mart.shrink.shrunken_se is 'Its standard error';
comment on column mart.shrink.shrunken_lower is 'Lower 95% limit of the true share';
comment on column mart.shrink.shrunken_upper is 'Upper 95% limit of the true share';
comment on column mart.shrink.weight is 'Share that its own figure keeps';
comment on column mart.shrink.above is 'Probability that its true share is above the mean';

create table if not exists mart.standardise (
    analysis       text not null,
    unit           text not null,
    observed       double precision not null,
    n              double precision not null,
    expected       double precision not null,
    ratio          double precision,
    lower          double precision,
    upper          double precision,
    reference_rate double precision,
    rate           double precision,
    rate_lower     double precision,
    rate_upper     double precision,
    primary key (analysis, unit)
);
comment on table mart.standardise is 'Outcomes against those expected of the same mix of young people, from appraise standardise';
comment on column mart.standardise.analysis is 'Name of the analysis (mart.analysis)';
comment on column mart.standardise.unit is 'Provider';
comment on column mart.standardise.observed is 'Those with the outcome';
comment on column mart.standardise.n is 'Those counted';
comment on column mart.standardise.expected is 'Outcomes if each stratum had the programme''s share';
comment on column mart.standardise.ratio is 'observed over expected';
comment on column mart.standardise.lower is 'Lower 95% limit of the ratio';
comment on column mart.standardise.upper is 'Upper 95% limit of the ratio';
comment on column mart.standardise.reference_rate is 'Share of the whole programme';
comment on column mart.standardise.rate is 'The ratio times that share';
comment on column mart.standardise.rate_lower is 'Lower 95% limit of it';
comment on column mart.standardise.rate_upper is 'Upper 95% limit of it';

create table if not exists mart.change (
    analysis text not null,
    unit     text not null,
    measure  text not null,
    value    double precision,
    primary key (analysis, unit, measure)
);
comment on table mart.change is 'Distance travelled by instrument, from appraise change';
comment on column mart.change.analysis is 'Name of the analysis (mart.analysis)';
comment on column mart.change.unit is 'instrument/scale/rater';
comment on column mart.change.measure is 'Measure (see the man page of appraise)';
comment on column mart.change.value is 'Value';

create table if not exists mart.change_person (
    analysis     text not null,
    person       text not null,
    rater        text not null,
    tools        double precision not null,
    paired       double precision not null,
    improved     double precision not null,
    unchanged    double precision not null,
    deteriorated double precision not null,
    status       text,
    primary key (analysis, person, rater)
);
comment on table mart.change_person is 'Whether a referral''s scores changed for the better by NHS England''s rule, from appraise change --tools';
comment on column mart.change_person.analysis is 'Name of the analysis (mart.analysis)';
comment on column mart.change_person.person is 'provider/referral';
comment on column mart.change_person.rater is 'Who answered';
comment on column mart.change_person.tools is 'Tools that were used';
comment on column mart.change_person.paired is 'Those with a first and a last score';
comment on column mart.change_person.improved is 'Those better by the threshold or more';
comment on column mart.change_person.unchanged is 'Those that changed by less';
comment on column mart.change_person.deteriorated is 'Those worse by the threshold or more';
comment on column mart.change_person.status is 'improved: some are and none is worse; unchanged; deteriorated: some is worse; null: no pair';

create table if not exists mart.benefit (
    analysis text not null,
    measure  text not null,
    outcome  text,
    agency   text,
    category text,
    value    double precision,
    unique nulls not distinct (analysis, measure, outcome, agency, category)
);
comment on table mart.benefit is 'What a programme is worth today, from appraise benefit';
comment on column mart.benefit.analysis is 'Name of the analysis (mart.analysis)';
comment on column mart.benefit.measure is 'Measure (see the man page of appraise)';
comment on column mart.benefit.outcome is 'Outcome; null: all';
comment on column mart.benefit.agency is 'Agency; null: all';
comment on column mart.benefit.category is 'fiscal, economic or social; null: all';
comment on column mart.benefit.value is 'Pounds, a ratio, a year or a share';

create table if not exists mart.benefit_flow (
    analysis   text not null,
    flow       text not null,
    year       double precision not null,
    period     double precision not null,
    factor     double precision not null,
    value      double precision,
    present    double precision,
    cumulative double precision,
    primary key (analysis, flow, year)
);
comment on table mart.benefit_flow is 'Costs and benefits of each year, from appraise benefit --flows';
comment on column mart.benefit_flow.analysis is 'Name of the analysis (mart.analysis)';
comment on column mart.benefit_flow.flow is 'costs, in_kind, fiscal, economic, social, cashable, net, net_fiscal or net_cashable';
comment on column mart.benefit_flow.year is 'Calendar year';
comment on column mart.benefit_flow.period is 'Years after the first';
comment on column mart.benefit_flow.factor is 'What a pound of the year is worth today';
comment on column mart.benefit_flow.value is 'Pounds in prices of the base year';
comment on column mart.benefit_flow.present is 'The same, worth today';
comment on column mart.benefit_flow.cumulative is 'Sum of that up to the year';

create table if not exists mart.benefit_sensitivity (
    analysis  text not null,
    parameter text not null,
    subject   text,
    agency    text,
    persons   text,
    year      double precision,
    low       double precision,
    central   double precision,
    high      double precision,
    npsv_low  double precision,
    npsv_high double precision,
    width     double precision,
    switching double precision,
    unique nulls not distinct (analysis, parameter, subject, agency, persons, year)
);
comment on table mart.benefit_sensitivity is 'What each uncertain figure changes by itself, from appraise benefit --sensitivity';
comment on column mart.benefit_sensitivity.analysis is 'Name of the analysis (mart.analysis)';
comment on column mart.benefit_sensitivity.parameter is 'Which figure';
comment on column mart.benefit_sensitivity.subject is 'Of which outcome or line of cost';
comment on column mart.benefit_sensitivity.agency is 'Of which agency';
comment on column mart.benefit_sensitivity.persons is 'Of whom';
comment on column mart.benefit_sensitivity.year is 'Of which year';
comment on column mart.benefit_sensitivity.low is 'Least that it may be';
comment on column mart.benefit_sensitivity.central is 'The figure';
comment on column mart.benefit_sensitivity.high is 'Most that it may be';
comment on column mart.benefit_sensitivity.npsv_low is 'Net present value at the least';
comment on column mart.benefit_sensitivity.npsv_high is 'Net present value at the most';
comment on column mart.benefit_sensitivity.width is 'Difference of the two';
comment on column mart.benefit_sensitivity.switching is 'Value at which costs equal benefits; null: none that is possible';

delete from mart.psa;
delete from mart.interval;
delete from mart.funnel;
delete from mart.shrink;
delete from mart.standardise;
delete from mart.change;
delete from mart.change_person;
delete from mart.benefit;
delete from mart.benefit_flow;
delete from mart.benefit_sensitivity;
