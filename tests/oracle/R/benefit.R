# benefit.R - costs and benefits over the years, by matrices of year by row; switching values by search.
source(file.path(Sys.getenv("ORACLE"), "common.R"))
set.seed(108)

parts <- c("n", "unit_value", "deadweight", "attribution", "displacement", "leakage", "optimism", "dropoff")
agencies <- c("council", "NHS", "police", "DWP")
categories <- c("fiscal", "economic", "social")
first_year <- 2023
base_year <- 2024

index <- data.frame(price_year = 2010:2025, value = round(cumprod(1 + runif(16, 0, .07)) * 60, 4))
rates <- data.frame(schedule = c("own", "own", "other"), year_from = c(0, 5, 0), year_to = c(4, 40, 40),
  rate = c(.035, .021, .5))
factors <- c(1, 1 / cumprod(1 + c(rep(.035, 4), rep(.021, 36))))
real <- function(year) index$value[index$price_year == base_year] / index$value[match(year, index$price_year)]

invent_outcomes <- function(outcomes, horizon) {
  rows <- list()
  for (i in seq_len(outcomes)) {
    gains <- sample(agencies, sample(1:4, 1))
    size <- length(gains)
    row <- data.frame(outcome = sprintf("outcome %02d", i), agency = gains,
      category = sample(categories, size, TRUE), persons = sample(c(NA, "girls", "boys"), 1),
      year = sample(c(NA, 2023:2026), 1), n = round(runif(1, 0, 200), 1), unit_value = round(rnorm(size, 900, 700), 2),
      price_year = sample(index$price_year, size, TRUE), deadweight = runif(1), attribution = runif(1),
      displacement = runif(1, 0, .2), leakage = runif(1, 0, .1), optimism = sample(c(0, .05, .4), 1),
      lag = sample(0:3, 1), duration = sample(1:(horizon + 3), 1), dropoff = sample(c(0, .1, .5, 1), 1), cashable = NA)
    row$cashable[row$category == "fiscal"] <- runif(sum(row$category == "fiscal"))
    for (part in parts) {
      spread <- if (runif(1) < .4) runif(2) else c(NA, NA)
      value <- row[[part]]
      row[[paste0(part, "_low")]] <- value - spread[1] * abs(value)
      top <- if (part %in% parts[1:2]) abs(value) else 1 - value
      row[[paste0(part, "_high")]] <- value + spread[2] * top
    }
    rows[[i]] <- row
  }
  rows <- do.call(rbind, rows)
  rows$family <- ifelse(seq_len(nrow(rows)) %% 3 == 0, NA, rows$outcome) # agencies may split one
  rows
}

unvalue <- function(rows, which) {
  rows[which, setdiff(names(rows), c("outcome", "agency", "category", "persons", "year", "n", "family"))] <- NA
  rows
}

invent_costs <- function(size, horizon) {
  kind <- sample(c("revenue", "overhead", "capital", "in_kind"), size, TRUE, c(.5, .2, .2, .1))
  capital <- kind == "capital"
  amount <- round(rexp(size, 1 / 20000), 2)
  costs <- data.frame(kind = kind, line = sprintf("line %02d", seq_len(size)), agency = sample(c(NA, agencies), size, TRUE),
    amount = amount, price_year = sample(index$price_year, size, TRUE),
    year = first_year + sample(0:min(3, horizon), size, TRUE), optimism = sample(c(0, .24, .51), size, TRUE),
    mitigation = sample(c(NA, .5, .92), size, TRUE), life_years = ifelse(capital, sample(c(2, 5, 30), size, TRUE), NA),
    salvage = ifelse(capital, round(amount / 10, 2), NA))
  uncertain <- runif(size) < .5
  costs$amount_low <- ifelse(uncertain, round(amount * .8, 2), NA)
  costs$amount_high <- ifelse(uncertain, round(amount * 1.5, 2), NA)
  costs
}

# Undiscounted values, a row a year: benefits by row, costs by row.
benefit_matrix <- function(o, horizon) {
  start <- ifelse(is.na(o$year), 0, o$year - first_year) + o$lag
  yearly <- o$n * o$unit_value * real(o$price_year) * (1 - o$deadweight) * o$attribution * (1 - o$displacement) *
    (1 - o$leakage) * (1 - o$optimism)
  flows <- sapply(seq_len(nrow(o)), function(i) {
    k <- 0:horizon - start[i]
    ifelse(k >= 0 & k < o$duration[i], yearly[i] * (1 - o$dropoff[i])^pmax(k, 0), 0)
  })
  flows <- matrix(flows, horizon + 1)
  flows[, is.na(o$unit_value)] <- 0
  flows
}

cost_matrix <- function(costs, horizon, burden) {
  zero <- function(x) ifelse(is.na(x), 0, x)
  scale <- real(costs$price_year) * ifelse(costs$kind == "in_kind", 1, 1 + burden)
  flows <- matrix(0, 200, nrow(costs))
  for (i in seq_len(nrow(costs))) {
    at <- costs$year[i] - first_year + 1
    flows[at, i] <- costs$amount[i] * (1 + costs$optimism[i] * (1 - zero(costs$mitigation[i]))) * scale[i]
    if (costs$kind[i] == "capital") flows[at + costs$life_years[i], i] <- -costs$salvage[i] * scale[i]
  }
  list(counted = flows[seq_len(horizon + 1), , drop = FALSE], all = flows)
}

measures <- function(o, costs, horizon, burden) {
  df <- factors[seq_len(horizon + 1)]
  b <- benefit_matrix(o, horizon)
  matrices <- cost_matrix(costs, horizon, burden)
  pv <- colSums(b * df)
  pc <- colSums(matrices$counted * df)
  cash <- ifelse(is.na(o$cashable), 0, o$cashable)
  kind <- costs$kind == "in_kind"
  valued <- !is.na(o$unit_value)
  rows <- list()
  put <- function(measure, value, outcome = NA, agency = NA, category = NA)
    rows[[length(rows) + 1]] <<- data.frame(measure, outcome, agency, category, value)
  put("pv_benefits", sum(pv))
  for (c in categories) put("pv_benefits", sum(pv[o$category == c]), category = c)
  for (a in unique(o$agency[valued])) {
    put("pv_benefits", sum(pv[o$agency == a]), agency = a)
    for (c in unique(o$category[valued & o$agency == a]))
      put("pv_benefits", sum(pv[o$agency == a & o$category == c]), agency = a, category = c)
  }
  for (x in unique(o$outcome[valued])) put("pv_benefits", sum(pv[o$outcome == x]), outcome = x)
  for (i in which(!valued)) put("not_valued", o$n[i], o$outcome[i], o$agency[i], o$category[i])
  for (a in unique(na.omit(costs$agency))) put("pv_costs", sum(pc[costs$agency %in% a]), agency = a)
  public <- sum(pc[!kind])
  fiscal <- sum(pv[o$category == "fiscal"])
  put("pv_cashable", sum(pv * cash))
  put("pv_costs", sum(pc))
  put("pv_costs_public", public)
  put("pv_costs_in_kind", sum(pc[kind]))
  put("npsv", sum(pv) - sum(pc))
  put("npsv_annual", (sum(pv) - sum(pc)) / sum(df[-1]))
  put("bcr", (sum(pv) - sum(pc[kind])) / public)
  put("fiscal_roi", fiscal / public)
  put("cashable_roi", sum(pv * cash) / public)
  put("net_budget_impact", public - fiscal)
  put("cashable_budget_impact", public - sum(pv * cash))
  put("spend", sum(costs$amount[!kind]))
  life <- costs$life_years
  if (any(!is.na(life))) put("capital_annual", sum(sapply(which(!is.na(life)), function(i) {
    paid <- matrices$all[, i]
    (sum(paid[paid > 0]) + sum(paid[paid < 0]) * factors[life[i] + 1]) / sum(factors[1 + seq_len(life[i])])
  })))
  put("net_of_dropoff", sum(b))
  put("beyond_horizon", sum(benefit_matrix(o, 60)) - sum(b))
  lasting <- function(net) { # looked for from the end
    below <- which(round(cumsum(net * df), 2) < 0)
    last <- if (length(below)) max(below) else 0
    if (last == horizon + 1) NA else first_year + last
  }
  cost <- rowSums(matrices$counted)
  money <- rowSums(matrices$counted[, !kind, drop = FALSE])
  put("payback_year", lasting(rowSums(b) - cost))
  put("fiscal_payback_year", lasting(rowSums(b[, o$category == "fiscal", drop = FALSE]) - money))
  put("cashable_payback_year", lasting(as.vector(b %*% cash) - money))
  do.call(rbind, rows)
}

flows <- function(o, costs, horizon, burden) {
  b <- benefit_matrix(o, horizon)
  c <- cost_matrix(costs, horizon, burden)$counted
  kind <- costs$kind == "in_kind"
  of <- function(name) rowSums(b[, o$category == name, drop = FALSE])
  streams <- list(costs = rowSums(c[, !kind, drop = FALSE]), in_kind = rowSums(c[, kind, drop = FALSE]),
    fiscal = of("fiscal"), economic = of("economic"), social = of("social"),
    cashable = as.vector(b %*% ifelse(is.na(o$cashable), 0, o$cashable)), net = rowSums(b) - rowSums(c))
  df <- factors[seq_len(horizon + 1)]
  do.call(rbind, lapply(names(streams), function(name) data.frame(flow = name, year = first_year + 0:horizon,
    factor = df, value = streams[[name]], present = streams[[name]] * df, cumulative = cumsum(streams[[name]] * df))))
}

# Each uncertain figure by itself; the one that is searched for makes NPSV zero.
sensitivity <- function(o, costs, horizon, burden) {
  df <- factors[seq_len(horizon + 1)]
  npsv <- function(o, costs) sum(benefit_matrix(o, horizon) * df) - sum(cost_matrix(costs, horizon, burden)$counted * df)
  search <- function(f, lower, upper) {
    ends <- c(f(lower), f(upper))
    if (!is.finite(prod(sign(ends))) || prod(sign(ends)) >= 0) return(NA)
    uniroot(f, c(lower, upper), tol = 1e-15, maxiter = 10000)$root
  }
  rows <- list()
  put <- function(parameter, subject, agency, persons, year, low, central, high, f, range)
    rows[[length(rows) + 1]] <<- data.frame(parameter, subject, agency, persons, year, low, central, high,
      npsv_low = f(low), npsv_high = f(high), width = abs(f(high) - f(low)), switching = search(f, range[1], range[2]))
  for (part in parts) {
    low <- o[[paste0(part, "_low")]]
    own <- part == "unit_value"
    group <- if (own) paste(o$outcome, o$agency) else o$outcome
    for (g in unique(group[!is.na(low)])) {
      at <- which(group == g & !is.na(o$unit_value))
      f <- function(x) { o[[part]][at] <- x; npsv(o, costs) }
      range <- if (own) c(-1e7, 1e7) else if (part == "n") c(0, 1e9) else c(0, 1)
      put(part, o$outcome[at[1]], if (own) o$agency[at] else NA, o$persons[at[1]], o$year[at[1]], low[at[1]],
        o[[part]][at[1]], o[[paste0(part, "_high")]][at[1]], f, range)
    }
  }
  for (i in which(!is.na(costs$amount_low))) {
    f <- function(x) { costs$amount[i] <- x; npsv(o, costs) }
    put("cost_amount", costs$line[i], costs$agency[i], NA, costs$year[i], costs$amount_low[i], costs$amount[i],
      costs$amount_high[i], f, c(0, 1e9))
  }
  do.call(rbind, rows)
}

table_out("benefit.rates", rates)
table_out("benefit.index", index)
for (i in 1:5) {
  name <- paste0("benefit-", i)
  horizon <- c(3, 8, 15, 8, 6)[i]
  burden <- c(NA, .2, NA, NA, .1)[i]
  o <- invent_outcomes(c(2, 6, 9, 5, 2)[i], horizon)
  if (i == 5) { # whose figures decide whether it is worth its cost
    o$unit_value <- abs(o$unit_value)
    o$n <- o$n + 100
    o$duration <- 5
    o[, c("lag", "year")] <- list(0, NA)
    for (part in c("deadweight", "displacement", "dropoff")) o[[part]] <- .1
    for (part in parts[-(1:2)]) o[, paste0(part, c("_low", "_high"))] <- list(o[[part]] / 2, (1 + o[[part]]) / 2)
    o[, c("unit_value_low", "unit_value_high")] <- list(NA, NA)
    o[, c("n_low", "n_high")] <- list(o$n / 2, o$n * 3)
  }
  if (i %in% 2:4) o <- unvalue(o, c(2, nrow(o)))
  costs <- invent_costs(c(3, 8, 12, 6, 4)[i], horizon)
  if (i < 5) costs[1, c("kind", "life_years", "salvage")] <- list("capital", 5, 100)
  if (i == 4) costs$amount <- costs$amount * 100 # never paid back
  extra <- if (is.na(burden)) 0 else burden
  if (i == 5) {
    worth <- sum(benefit_matrix(o, horizon) * factors[seq_len(horizon + 1)])
    costs$kind <- "revenue"
    costs[, c("life_years", "salvage", "mitigation")] <- list(NA, NA, NA)
    costs$amount <- .9 * worth * costs$amount / sum(cost_matrix(costs, horizon, extra)$counted)
  }
  costs$amount <- round(costs$amount, 2)
  if (i > 3) costs$amount_low <- costs$amount_high <- NA
  table_out(paste0(name, ".costs"), costs)
  table_out(paste0(name, ".parameters"), data.frame(base_year, first_year, horizon, schedule = "own", excess_burden = burden))
  command <- paste0("benefit --replicates 0 --outcomes /dev/stdin --costs ", name, ".costs --parameters ", name,
    ".parameters --discount benefit.rates --deflator benefit.index")
  case(paste0(name, "-measures"), command, o, measures(o, costs, horizon, extra), 4)
  case(paste0(name, "-flows"), paste(command, "--flows"), o, flows(o, costs, horizon, extra), 2)
  case(paste0(name, "-sensitivity"), paste(command, "--sensitivity"), o, sensitivity(o, costs, horizon, extra), 5)
}
