-- The three forms of value for money as the commissioner reads them, and what they rest on. As 020_tables.sql:
-- nothing in them that may not be shown.

create table if not exists publish.rate (
    programme      text not null,
    provider       text not null,
    name           text not null,
    n              bigint,
    outcomes       bigint,
    share          numeric,
    lower          numeric,
    upper          numeric,
    target         numeric,
    inner_lower    numeric,
    inner_upper    numeric,
    outer_lower    numeric,
    outer_upper    numeric,
    od_inner_lower numeric,
    od_inner_upper numeric,
    od_outer_lower numeric,
    od_outer_upper numeric,
    label          text,
    phi            numeric,
    tau2           numeric,
    expected       numeric,
    ratio          numeric,
    ratio_lower    numeric,
    ratio_upper    numeric,
    adjusted       numeric,
    adjusted_lower numeric,
    adjusted_upper numeric,
    shrunken       numeric,
    shrunken_lower numeric,
    shrunken_upper numeric,
    above          numeric,
    symbol         text check (symbol in ('c', 'x', 'z')),
    primary key (programme, provider)
);
comment on table publish.rate is 'Shares with the outcome, against the programme and the same mix of young people';
comment on column publish.rate.programme is 'Programme';
comment on column publish.rate.provider is 'Provider; *: the whole programme';
comment on column publish.rate.name is 'Name';
comment on column publish.rate.n is 'Young people counted';
comment on column publish.rate.outcomes is 'Those with the outcome';
comment on column publish.rate.share is 'outcomes of n';
comment on column publish.rate.lower is 'Lower 95% limit (Wilson)';
comment on column publish.rate.upper is 'Upper 95% limit';
comment on column publish.rate.target is 'Share of the programme, which the funnel is drawn about';
comment on column publish.rate.inner_lower is '95% limit of a provider of this size, as if chance alone were at work';
comment on column publish.rate.inner_upper is '95% limit';
comment on column publish.rate.outer_lower is '99.8% limit';
comment on column publish.rate.outer_upper is '99.8% limit';
comment on column publish.rate.od_inner_lower is '95% limit with what providers vary by beyond chance';
comment on column publish.rate.od_inner_upper is '95% limit with it';
comment on column publish.rate.od_outer_lower is '99.8% limit with it';
comment on column publish.rate.od_outer_upper is '99.8% limit with it';
comment on column publish.rate.label is 'within, above_inner, above_outer, below_inner or below_outer, with what providers vary by beyond chance; null: fewer than ten expected with or without the outcome';
comment on column publish.rate.phi is 'Over-dispersion: 1 is chance alone';
comment on column publish.rate.tau2 is 'Variance between providers beyond chance';
comment on column publish.rate.expected is 'Outcomes expected of the same mix of age, sex and need';
comment on column publish.rate.ratio is 'outcomes over expected';
comment on column publish.rate.ratio_lower is 'Lower 95% limit';
comment on column publish.rate.ratio_upper is 'Upper 95% limit';
comment on column publish.rate.adjusted is 'The ratio times the programme''s share';
comment on column publish.rate.adjusted_lower is 'Lower 95% limit';
comment on column publish.rate.adjusted_upper is 'Upper 95% limit';
comment on column publish.rate.shrunken is 'What the true share probably is: drawn towards the programme''s; null: fewer than five providers';
comment on column publish.rate.shrunken_lower is 'Lower 95% limit';
comment on column publish.rate.shrunken_upper is 'Upper 95% limit';
comment on column publish.rate.above is 'Probability that the true share is above the mean';
comment on column publish.rate.symbol is 'Why there are no values';

create table if not exists publish.money (
    programme      text not null,
    provider       text not null,
    name           text not null,
    outcomes       bigint,
    expected       numeric,
    ratio          numeric,
    inner_lower    numeric,
    inner_upper    numeric,
    outer_lower    numeric,
    outer_upper    numeric,
    od_inner_lower numeric,
    od_inner_upper numeric,
    od_outer_lower numeric,
    od_outer_upper numeric,
    label          text,
    phi            numeric,
    tau2           numeric,
    symbol         text check (symbol in ('c', 'x', 'z')),
    primary key (programme, provider)
);
comment on table publish.money is 'Outcomes against those that the money would have bought at the programme''s cost per outcome';
comment on column publish.money.programme is 'Programme';
comment on column publish.money.provider is 'Provider';
comment on column publish.money.name is 'Name';
comment on column publish.money.outcomes is 'Those with the outcome';
comment on column publish.money.expected is 'Outcomes that its money would have bought';
comment on column publish.money.ratio is 'outcomes over expected: the programme''s cost per outcome over the provider''s';
comment on column publish.money.inner_lower is '95% limit, as if chance alone were at work';
comment on column publish.money.inner_upper is '95% limit';
comment on column publish.money.outer_lower is '99.8% limit';
comment on column publish.money.outer_upper is '99.8% limit';
comment on column publish.money.od_inner_lower is '95% limit with what providers vary by beyond chance';
comment on column publish.money.od_inner_upper is '95% limit with it';
comment on column publish.money.od_outer_lower is '99.8% limit with it';
comment on column publish.money.od_outer_upper is '99.8% limit with it';
comment on column publish.money.label is 'As in publish.rate; null: fewer than ten expected';
comment on column publish.money.phi is 'Over-dispersion: 1 is chance alone';
comment on column publish.money.tau2 is 'Variance between providers beyond chance';
comment on column publish.money.symbol is 'Why there are no values';

create table if not exists publish.acceptability (
    programme text not null,
    lambda    numeric,
    provider  text not null,
    name      text not null,
    p_best    numeric,
    ceaf      numeric,
    eib       numeric,
    evpi      numeric,
    replicates bigint,
    symbol    text check (symbol in ('c', 'x', 'z')),
    unique nulls not distinct (programme, lambda, provider)
);
comment on table publish.acceptability is 'Chance that each provider is the best buy, by what one more outcome is worth';
comment on column publish.acceptability.programme is 'Programme';
comment on column publish.acceptability.lambda is 'Pounds that one more outcome is worth; null: suppressed';
comment on column publish.acceptability.provider is 'Provider';
comment on column publish.acceptability.name is 'Name';
comment on column publish.acceptability.p_best is 'Share of the bootstrap''s replicates in which it has the greatest net benefit';
comment on column publish.acceptability.ceaf is 'The same, of the provider with the greatest mean net benefit; null: another''s is greater';
comment on column publish.acceptability.eib is 'Mean net benefit above that of the cheapest, pounds a young person';
comment on column publish.acceptability.evpi is 'What it would be worth to know which is best, pounds a young person';
comment on column publish.acceptability.replicates is 'Replicates of the bootstrap';
comment on column publish.acceptability.symbol is 'Why there are no values';

create table if not exists publish.quadrant (
    programme       text not null,
    provider        text not null,
    name            text not null,
    reference       text not null,
    n               bigint,
    n_reference     bigint,
    dearer_greater  numeric,
    cheaper_greater numeric,
    cheaper_smaller numeric,
    dearer_smaller  numeric,
    symbol          text check (symbol in ('c', 'x', 'z')),
    primary key (programme, provider)
);
comment on table publish.quadrant is 'Where the replicates of each comparison lie on the cost-effectiveness plane';
comment on column publish.quadrant.programme is 'Programme';
comment on column publish.quadrant.provider is 'Provider';
comment on column publish.quadrant.name is 'Name';
comment on column publish.quadrant.reference is 'The provider that it is compared with';
comment on column publish.quadrant.n is 'Its young people';
comment on column publish.quadrant.n_reference is 'Those of the other';
comment on column publish.quadrant.dearer_greater is 'Share of the replicates: dearer, and a greater share with the outcome';
comment on column publish.quadrant.cheaper_greater is 'Cheaper, and a greater share';
comment on column publish.quadrant.cheaper_smaller is 'Cheaper, and a smaller share';
comment on column publish.quadrant.dearer_smaller is 'Dearer, and a smaller share';
comment on column publish.quadrant.symbol is 'Why there are no values';

create table if not exists publish.distance (
    programme    text not null,
    instrument   text not null,
    scale        text not null,
    rater        text not null,
    n            bigint,
    paired       bigint,
    first        numeric,
    last         numeric,
    better       text not null,
    effect       numeric,
    lower        numeric,
    upper        numeric,
    improved     bigint,
    unchanged    bigint,
    deteriorated bigint,
    symbol       text check (symbol in ('c', 'x', 'z')),
    primary key (programme, instrument, scale, rater)
);
comment on table publish.distance is 'Distance travelled, by instrument';
comment on column publish.distance.programme is 'Programme';
comment on column publish.distance.instrument is 'Instrument';
comment on column publish.distance.scale is 'Scale';
comment on column publish.distance.rater is 'Who answered';
comment on column publish.distance.n is 'Referrals with a first score';
comment on column publish.distance.paired is 'Those with a last one too';
comment on column publish.distance.first is 'Mean first score of these';
comment on column publish.distance.last is 'Mean last score';
comment on column publish.distance.better is 'higher or lower: which score is the better one';
comment on column publish.distance.effect is 'Standardised mean change; above 0 is better';
comment on column publish.distance.lower is 'Lower 95% limit';
comment on column publish.distance.upper is 'Upper 95% limit';
comment on column publish.distance.improved is 'Of the rater''s referrals with both scores, those reliably better on some scale and worse on none';
comment on column publish.distance.unchanged is 'Those that did not change reliably';
comment on column publish.distance.deteriorated is 'Those reliably worse on some scale';
comment on column publish.distance.symbol is 'Why there are no values';

create table if not exists publish.benefit (
    programme text not null,
    measure   text not null,
    outcome   text,
    agency    text,
    category  text,
    value     numeric,
    symbol    text check (symbol in ('c', 'x', 'z')),
    unique nulls not distinct (programme, measure, outcome, agency, category)
);
comment on table publish.benefit is 'What a programme is estimated to be worth';
comment on column publish.benefit.programme is 'Programme';
comment on column publish.benefit.measure is 'Measure (docs/man/appraise.1, benefit)';
comment on column publish.benefit.outcome is 'Outcome; null: all';
comment on column publish.benefit.agency is 'Agency; null: all';
comment on column publish.benefit.category is 'fiscal, economic or social; null: all';
comment on column publish.benefit.value is 'Pounds, a ratio, a year or a share';
comment on column publish.benefit.symbol is 'Why there is no value: z, there is none to be given';

create table if not exists publish.benefit_flow (
    programme  text not null,
    flow       text not null,
    year       integer not null,
    value      numeric,
    present    numeric,
    cumulative numeric,
    primary key (programme, flow, year)
);
comment on table publish.benefit_flow is 'Costs and benefits of each year';
comment on column publish.benefit_flow.programme is 'Programme';
comment on column publish.benefit_flow.flow is 'costs, in_kind, fiscal, economic, social, cashable, net, net_fiscal or net_cashable';
comment on column publish.benefit_flow.year is 'Year';
comment on column publish.benefit_flow.value is 'Pounds in prices of the base year';
comment on column publish.benefit_flow.present is 'The same, worth today';
comment on column publish.benefit_flow.cumulative is 'Sum of that up to the year';

create table if not exists publish.benefit_sensitivity (
    programme text not null,
    parameter text not null,
    subject   text,
    agency    text,
    low       numeric,
    central   numeric,
    high      numeric,
    npsv_low  numeric,
    npsv_high numeric,
    width     numeric,
    switching numeric,
    unique nulls not distinct (programme, parameter, subject, agency)
);
comment on table publish.benefit_sensitivity is 'What each uncertain figure changes by itself';
comment on column publish.benefit_sensitivity.programme is 'Programme';
comment on column publish.benefit_sensitivity.parameter is 'Which figure';
comment on column publish.benefit_sensitivity.subject is 'Of which outcome or line of cost';
comment on column publish.benefit_sensitivity.agency is 'Of which agency';
comment on column publish.benefit_sensitivity.low is 'Least that it may be';
comment on column publish.benefit_sensitivity.central is 'The figure';
comment on column publish.benefit_sensitivity.high is 'Most that it may be';
comment on column publish.benefit_sensitivity.npsv_low is 'Net present value at the least';
comment on column publish.benefit_sensitivity.npsv_high is 'Net present value at the most';
comment on column publish.benefit_sensitivity.width is 'Difference of the two';
comment on column publish.benefit_sensitivity.switching is 'Value at which costs equal benefits; null: none that is possible';

create table if not exists publish.analysis (
    analysis     text not null,
    programme    text,
    title        text not null,
    description  text not null,
    comparators  text not null,
    outcome      text not null,
    perspective  text not null,
    horizon      text not null,
    price_year   text not null,
    base_year    integer,
    seed         bigint,
    commands     text not null,
    code_version text not null,
    night        date not null,
    state        text not null,
    problem      text,
    primary key (analysis)
);
comment on table publish.analysis is 'The analyses of tonight';
comment on column publish.analysis.analysis is 'Name';
comment on column publish.analysis.programme is 'Programme; null: several';
comment on column publish.analysis.title is 'What it asks';
comment on column publish.analysis.description is 'How it answers';
comment on column publish.analysis.comparators is 'What is compared with what';
comment on column publish.analysis.outcome is 'The outcome';
comment on column publish.analysis.perspective is 'Whose costs and benefits count';
comment on column publish.analysis.horizon is 'Over which time';
comment on column publish.analysis.price_year is 'In whose prices';
comment on column publish.analysis.base_year is 'The financial year that this came to, by the year in which it begins';
comment on column publish.analysis.seed is 'Random draws depend on it; null: nothing is drawn';
comment on column publish.analysis.commands is 'Commands of appraise';
comment on column publish.analysis.code_version is 'Version of the program';
comment on column publish.analysis.night is 'Tonight';
comment on column publish.analysis.state is 'made; missing: figures are not given; failed';
comment on column publish.analysis.problem is 'What went wrong';

create table if not exists publish.reference (
    analysis  text not null,
    reference text not null,
    item      text not null,
    value     text not null,
    edition   text not null,
    source    text not null,
    primary key (analysis, reference, item)
);
comment on table publish.reference is 'The figures that the analyses rest on';
comment on column publish.reference.analysis is 'Analysis';
comment on column publish.reference.reference is 'Kind of figure';
comment on column publish.reference.item is 'Which one';
comment on column publish.reference.value is 'The figure, with its low and high value';
comment on column publish.reference.edition is 'Edition';
comment on column publish.reference.source is 'Where it is published';

create table if not exists publish.missing (
    analysis text not null,
    position integer not null,
    what     text not null,
    how      text not null,
    primary key (analysis, position)
);
comment on table publish.missing is 'Figures that analyses need and nobody has given';
comment on column publish.missing.analysis is 'Analysis';
comment on column publish.missing.position is 'Order';
comment on column publish.missing.what is 'What is missing';
comment on column publish.missing.how is 'How to give it';

create table if not exists publish.appraisal (
    programme text primary key,
    base_year integer not null,
    horizon   integer not null,
    schedule  text not null,
    payer     text not null,
    evidence  integer not null,
    edition   text not null,
    source    text not null
);
comment on table publish.appraisal is 'How the benefits of a programme were appraised';
comment on column publish.appraisal.programme is 'Programme';
comment on column publish.appraisal.base_year is 'Financial year of the prices and of the values today, by the year in which it begins';
comment on column publish.appraisal.horizon is 'Years after the first that count';
comment on column publish.appraisal.schedule is 'Discount rates';
comment on column publish.appraisal.payer is 'Agency that pays for the programme';
comment on column publish.appraisal.evidence is 'Level on the Maryland scale of what the deadweight rests on';
comment on column publish.appraisal.edition is 'Edition';
comment on column publish.appraisal.source is 'Where it is published, or who decided it';
