# cost.R - cost per outcome, comparisons and the ladder. Sets are found by inverting the test: a ratio r belongs
# to one where the mean of cost - r outcome is no further from 0 than its standard error allows, each r with
# variances of its own.
source(file.path(Sys.getenv("ORACLE"), "common.R"))
set.seed(108)

# Three values of a quadratic are all of it. `at(r)` is how far outside r lies; `scale` a size that r may have.
set_of <- function(at, scale) {
  zero <- at(0); up <- at(scale); down <- at(-scale)
  a <- (up + down) / 2 - zero
  b <- (up - down) / 2
  d <- b^2 - 4 * a * zero
  if (a < 0 && d < 0) return(list(type = "line", lower = NA, upper = NA))
  q <- -(b + (if (b < 0) -1 else 1) * sqrt(d)) / 2
  roots <- sort(c(q / a, zero / q)) * scale
  list(type = if (a > 0) "interval" else "complement", lower = roots[1], upper = roots[2])
}

# --- persons ---
people <- function(unit, n, share, shape = 2, mean = 3000) {
  data.frame(unit = unit, cost = round(rgamma(n, shape, shape / mean), 2), outcome = rbinom(n, 1, share))
}
ratio_row <- function(d, level) {
  n <- nrow(d)
  t <- qt(1 - (1 - level) / 2, n - 1)
  r <- sum(d$cost) / sum(d$outcome)
  set <- set_of(function(x) mean(d$cost - x * d$outcome)^2 - t^2 * var(d$cost - x * d$outcome) / n, abs(r))
  data.frame(unit = d$unit[1], n = n, cost = sum(d$cost), outcomes = sum(d$outcome), ratio = r,
    lower = set$lower, upper = set$upper, set_type = set$type)
}
input <- rbind(people("large", 240, 0.4), people("middling", 60, 0.6, 0.5), people("small", 9, 0.5),
  transform(people("points", 80, 0.5), outcome = round(rnorm(80, 2, 4), 1)))
# Two whose outcomes may as well be none: the sets are no intervals.
input <- rbind(input, data.frame(unit = "rare", cost = c(900, 1100, 1050, 980, 1200, 1010), outcome = c(0, 0, 0, 0, 0, 1)),
  data.frame(unit = "lost", cost = c(50, 4000, 120, 90, 60), outcome = c(1, -1, 0.5, -0.2, 0.3)))
types <- character()
for (level in c(0.95, 0.8)) {
  expected <- do.call(rbind, lapply(split(input, input$unit), ratio_row, level = level))
  types <- c(types, expected$set_type)
  case(paste0("ratio-persons-", 100 * level), paste("ratio --replicates 0 --level", level), input, expected)
}
stopifnot(setequal(types, c("interval", "complement", "line")))

# Nobody has an outcome: at best as many as Wilson's limit allows. One person has no set.
few <- rbind(data.frame(unit = "none", cost = c(1000, 2000, 3500), outcome = 0), data.frame(unit = "one", cost = 700, outcome = 1))
limit <- suppressWarnings(prop.test(0, 3, correct = FALSE))$conf.int[2]
case("ratio-few", "ratio", few, data.frame(unit = c("none", "one"), n = c(3, 1), ratio = c(NA, 700),
  lower = c(6500 / (3 * limit), NA), upper = NA, set_type = c("interval", "none"), boot_lower = NA, boot_upper = NA))

# Every way to draw four of four persons, 256 of them: percentiles without chance, which a million draws find.
four <- data.frame(unit = "four", cost = c(100, 250.5, 900, 4000), outcome = c(1, 2, 1, 3))
ways <- as.matrix(expand.grid(1:4, 1:4, 1:4, 1:4))
all <- apply(ways, 1, function(i) sum(four$cost[i]) / sum(four$outcome[i]))
case("ratio-bootstrap", "ratio --replicates 1000000 --seed 5", four, data.frame(unit = "four",
  boot_lower = quantile(all, 0.025, type = 1), boot_upper = quantile(all, 0.975, type = 1)))

# --- blocks ---
wilson <- function(x, n, level) suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int
poisson <- function(x, level) {
  if (x < 10) return(poisson.test(x, conf.level = level)$conf.int)
  z <- qnorm(1 - (1 - level) / 2)
  k <- c(x, x + 1)
  k * (1 - 1 / (9 * k) + c(-z, z) / (3 * sqrt(k)))^3
}
block <- data.frame(unit = paste0("b", 1:8), total = c(1e5, 250000.5, 9e5, 40000, 123456.78, 1, 7e6, 3e5),
  n = c(100, 40, 12, 5, 1, 30, 4000, 77), outcomes = c(65, 0, 12, 2, 1, 9, 1234, 10))
blocks <- function(limits) {
  data.frame(unit = block$unit, n = block$n, cost = block$total, outcomes = block$outcomes,
    ratio = ifelse(block$outcomes > 0, block$total / block$outcomes, NA), lower = block$total / limits[2, ],
    upper = ifelse(limits[1, ] > 0, block$total / limits[1, ], NA), set_type = "interval")
}
for (level in c(0.95, 0.998)) {
  case(paste0("ratio-block-", level), paste("ratio --block --level", level), block,
    blocks(mapply(function(x, n) n * wilson(x, n, level), block$outcomes, block$n)))
  case(paste0("ratio-count-", level), paste("ratio --block --count --level", level), block,
    blocks(sapply(block$outcomes, poisson, level = level)))
}

# --- comparisons ---
arm <- function(name, n, mean, share) {
  data.frame(arm = name, cost = round(rgamma(n, 1.5, 1.5 / mean), 2), effect = round(rnorm(n, share, 0.4), 3))
}
quadrant <- function(e, c) if (e > 0) (if (c > 0) "ne" else "se") else if (c > 0) "nw" else "sw"
measures <- function(one, other, lambdas, level, student) {
  n1 <- nrow(one); n0 <- nrow(other)
  critical <- if (student) qt(1 - (1 - level) / 2, n1 + n0 - 2) else qnorm(1 - (1 - level) / 2)
  dc <- mean(one$cost) - mean(other$cost); de <- mean(one$effect) - mean(other$effect)
  far <- function(d, x) c(mean(d$cost - x * d$effect), var(d$cost - x * d$effect) / nrow(d))
  set <- set_of(function(x) { a <- far(one, x); b <- far(other, x); (a[1] - b[1])^2 - critical^2 * (a[2] + b[2]) }, abs(dc / de))
  rows <- data.frame(measure = c("n", "n_reference", "mean_cost", "mean_cost_reference", "mean_effect", "mean_effect_reference",
      "delta_cost", "delta_effect", "var_cost", "var_effect", "cov", "critical", "df", "icer", "fieller_lower", "fieller_upper",
      "set_type", "quadrant"), lambda = NA,
    value = c(plain(c(n1, n0, mean(one$cost), mean(other$cost), mean(one$effect), mean(other$effect), dc, de,
      var(one$cost) / n1 + var(other$cost) / n0, var(one$effect) / n1 + var(other$effect) / n0,
      cov(one$cost, one$effect) / n1 + cov(other$cost, other$effect) / n0, critical,
      if (student) n1 + n0 - 2 else NA, dc / de, set$lower, set$upper)), set$type, quadrant(de, dc)))
  for (lambda in lambdas) {
    welch <- t.test(lambda * one$effect - one$cost, lambda * other$effect - other$cost)
    value <- unname(diff(rev(welch$estimate)))
    rows <- rbind(rows, data.frame(measure = c("inmb", "inmb_se", "inmb_lower", "inmb_upper"), lambda = lambda,
      value = plain(c(value, welch$stderr, value - critical * welch$stderr, value + critical * welch$stderr))))
  }
  rows
}
usual <- arm("usual", 70, 900, 0.3)
arms <- list(better = arm("better", 55, 2500, 0.8), unsure = arm("unsure", 40, 1500, 0.38), same = arm("same", 25, 950, 0.3))
for (student in c(FALSE, TRUE)) {
  option <- paste("compare --reference usual --replicates 0 --lambda 0,2000,1e4 --critical", if (student) "t" else "z")
  for (name in names(arms))
    case(paste("compare", name, if (student) "t" else "z", sep = "-"), paste(option, "--level .9"),
      rbind(usual, arms[[name]]), measures(arms[[name]], usual, c(0, 2000, 1e4), 0.9, student), 2)
}
moments <- data.frame(mean_de = 0.08, mean_dc = 600, var_e = 0.0081, var_c = 40000, cov_ec = -3)
z <- qnorm(0.975)
set <- set_of(function(x) with(moments, (mean_dc - x * mean_de)^2 - z^2 * (var_c - 2 * x * cov_ec + x^2 * var_e)), 7500)
case("compare-moments", "compare --moments", moments, data.frame(measure = c("icer", "fieller_lower", "fieller_upper", "set_type"),
  lambda = NA, value = c(plain(c(7500, set$lower, set$upper)), set$type)), 2)

# --- the ladder: who is dominated by whom, each against all; of the rest, those under a line between two others ---
ladder <- function(d) {
  d <- d[order(d$cost, -d$effect, d$strategy, method = "radix"), ]
  n <- nrow(d)
  before <- outer(seq_len(n), seq_len(n), "<")
  beaten <- colSums(before & outer(d$effect, d$effect, ">=")) > 0
  left <- d[!beaten, ]
  m <- nrow(left)
  above <- sapply(seq_len(m), function(k) {
    for (i in seq_len(k - 1)) for (j in k + seq_len(m - k)) {
      line <- left$cost[i] + (left$cost[j] - left$cost[i]) / (left$effect[j] - left$effect[i]) * (left$effect[k] - left$effect[i])
      if (left$cost[k] > line * (1 + 1e-12)) return(TRUE)
    }
    FALSE
  })
  d$status <- ifelse(beaten, "D", "ED")
  d$status[!beaten] <- ifelse(above, "ED", "ND")
  steps <- d[d$status == "ND", ]
  d$inc_cost <- d$inc_effect <- d$icer <- NA
  at <- which(d$status == "ND")
  d$inc_cost[at] <- c(NA, diff(steps$cost))
  d$inc_effect[at] <- c(NA, diff(steps$effect))
  d$icer <- d$inc_cost / d$inc_effect
  d[, c("strategy", "cost", "effect", "inc_cost", "inc_effect", "icer", "status")]
}
for (n in c(1, 12, 150)) {
  effect <- sort(runif(n))
  strategies <- data.frame(strategy = sprintf("s%03d", sample(n)), cost = round(1e4 * effect^2 * runif(n, 1, 1.6), 2), effect = effect)
  case(paste0("frontier-", n), "frontier", strategies[sample(n), , drop = FALSE], ladder(strategies))
}
ties <- data.frame(strategy = paste0("t", 1:60), cost = sample(c(0, 50, 100, 200, 300), 60, TRUE), effect = sample(0:5, 60, TRUE))
case("frontier-ties", "frontier", ties, ladder(ties))
