# funnel.R - limits from the Poisson distribution itself, over-dispersion with quantile() and rank().
source(file.path(Sys.getenv("ORACLE"), "common.R"))
set.seed(103)

# O over E at which the chance of so few, or so many, is a tail: the gamma distribution in its shape.
ratio_limits <- function(expected, target, level) {
  tail <- (1 - level) / 2
  mean <- expected * target
  # More than o events take longer than `mean`: P(gamma(o + 1) > mean) is the chance of o or fewer.
  few <- function(o) pgamma(mean, o + 1, lower.tail = FALSE) - tail
  many <- function(o) pgamma(mean, o) - tail
  lower <- if (few(0) >= 0) 0 else uniroot(few, c(0, mean), tol = 1e-14)$root
  upper <- uniroot(many, c(mean, mean + 20 * sqrt(mean) + 40), tol = 1e-14)$root
  c(lower, upper) / expected
}

trimmed <- function(z, s, trim, truncate) {
  if (trim == 0) return(list(z = z, s = s))
  if (!truncate) return(list(z = pmin(pmax(z, quantile(z, trim)), quantile(z, 1 - trim)), s = s))
  part <- floor(rank(z) / trim / (length(z) + 1))
  keep <- part > 0 & part < 1 / trim - 1
  list(z = z[keep], s = s[keep])
}

dispersion <- function(z, s, trim, truncate) {
  used <- trimmed(z, s, trim, truncate)
  n <- length(used$z)
  w <- used$s^-2
  c(phi = mean(used$z^2), tau2 = max(0, (sum(used$z^2) - (n - 1)) / (sum(w) - sum(w^2) / sum(w))))
}

label <- function(value, l) {
  ifelse(value < l[, 3], "below_outer", ifelse(value < l[, 1], "below_inner",
    ifelse(value > l[, 4], "above_outer", ifelse(value > l[, 2], "above_inner", "within"))))
}

funnel <- function(data, kind, levels = c(0.95, 0.998), target = NULL, trim = 0.1, truncate = FALSE) {
  size <- if (kind == "proportion") data$denominator else data$expected
  value <- data$observed / size
  if (is.null(target)) target <- if (kind == "proportion") sum(data$observed) / sum(size) else 1
  z <- qnorm(0.5 + levels / 2)
  chance <- t(sapply(seq_along(size), function(i) {
    if (kind != "proportion")
      return(c(ratio_limits(size[i], target, levels[1]), ratio_limits(size[i], target, levels[2])))
    reach <- z * sqrt(target * (1 - target) / size[i])
    pmin(1, pmax(0, c(target - reach[1], target + reach[1], target - reach[2], target + reach[2])))
  }))
  onto <- switch(kind, proportion = function(x) asin(sqrt(x)), sqrt = function(x) sqrt(x / target), log = function(x) log(x / target))
  back <- switch(kind, proportion = function(y) sin(pmin(pmax(y, 0), pi / 2))^2, sqrt = function(y) target * pmax(y, 0)^2,
    log = function(y) target * exp(y))
  s <- switch(kind, proportion = 1 / (2 * sqrt(size)), sqrt = 1 / (2 * sqrt(size * target)), log = 1 / sqrt(size * target))
  d <- dispersion((onto(value) - onto(target)) / s, s, trim, truncate)
  spread <- sqrt(s^2 + d["tau2"])
  od <- sapply(list(-z[1], z[1], -z[2], z[2]), function(q) back(onto(target) + q * spread))
  data.frame(unit = data$unit, value = value, target = target, inner_lower = chance[, 1], inner_upper = chance[, 2],
    outer_lower = chance[, 3], outer_upper = chance[, 4], label = label(value, chance), phi = unname(d["phi"]), tau2 = unname(d["tau2"]),
    od_inner_lower = od[, 1], od_inner_upper = od[, 2], od_outer_lower = od[, 3], od_outer_upper = od[, 4],
    od_label = label(value, od))
}

units <- 60
denominator <- c(1, 2, 5, sample(10:900, units - 3))
proportions <- data.frame(unit = sprintf("p%02d", 1:units), observed = rbinom(units, denominator, rbeta(units, 12, 20)), denominator)
case("funnel-proportions", "funnel", proportions, funnel(proportions, "proportion"))
case("funnel-levels", "funnel --inner .9 --outer .99 --target .4 --trim .05", proportions,
  funnel(proportions, "proportion", c(0.9, 0.99), 0.4, 0.05))
case("funnel-truncated", "funnel --truncate", proportions, funnel(proportions, "proportion", truncate = TRUE))
case("funnel-untrimmed", "funnel --trim 0", proportions, funnel(proportions, "proportion", trim = 0))

expected <- c(0.02, 0.5, 3, 3.7, rgamma(units - 5, 1.2, 0.02), 20000)
ratios <- data.frame(unit = sprintf("r%02d", 1:units), observed = rpois(units, expected * rlnorm(units, 0, 0.2)), expected)
case("funnel-ratios", "funnel", ratios, funnel(ratios, "sqrt"))
case("funnel-target", "funnel --target 1.2", ratios, funnel(ratios, "sqrt", target = 1.2))
some <- ratios[ratios$observed > 0, ]
case("funnel-log", "funnel --scale log --truncate", some, funnel(some, "log", truncate = TRUE))
# Less variation than chance would have: tau2 is none.
even <- data.frame(unit = letters[1:6], observed = c(20, 21, 19, 20, 20, 21), denominator = rep(50, 6))
case("funnel-even", "funnel", even, funnel(even, "proportion"))
