# interval.R - limits by the tests that define them.
source(file.path(Sys.getenv("ORACLE"), "common.R"))
set.seed(101)

limits <- function(data, level) {
  z <- qnorm(0.5 + level / 2)
  out <- data.frame(unit = data$unit, proportion = NA_real_, wilson_lower = NA_real_, wilson_upper = NA_real_,
    binomial_lower = NA_real_, binomial_upper = NA_real_, byar_lower = NA_real_, byar_upper = NA_real_,
    exact_lower = NA_real_, exact_upper = NA_real_)
  for (i in seq_len(nrow(data))) {
    x <- data$x[i]
    n <- data$n[i]
    if (!is.na(n) && n > 0 && x <= n) {
      out$proportion[i] <- x / n
      out[i, 3:4] <- prop.test(x, n, conf.level = level, correct = FALSE)$conf.int
      out[i, 5:6] <- binom.test(x, n, conf.level = level)$conf.int
    }
    b <- c(x * (1 - 1 / (9 * x) - z / (3 * sqrt(x)))^3, (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * sqrt(x + 1)))^3)
    out$byar_lower[i] <- if (is.nan(b[1]) || b[1] < 0) NA else b[1]
    out$byar_upper[i] <- b[2]
    out[i, 9:10] <- poisson.test(x, conf.level = level)$conf.int
  }
  out
}

# prop.test() warns of small groups, which is no matter of its limits.
options(warn = 0)
counts <- data.frame(x = c(0, 0, 1, 1, 7, 12, 40, 400, 3, rpois(20, 15)), n = c(1, 40, 1, 90, 7, 40, 41, 90000, NA, sample(60:200, 20)))
counts <- cbind(unit = sprintf("u%02d", seq_len(nrow(counts))), counts)
for (level in c(0.9, 0.95, 0.998))
  case(paste0("interval-", level), paste("interval --level", level), counts,
    suppressWarnings(limits(counts, level)))

rates <- counts[!is.na(counts$n), ]
expected <- suppressWarnings(limits(rates, 0.95))[c("unit", "byar_lower", "byar_upper", "exact_lower", "exact_upper")]
expected[-1] <- expected[-1] * 1000 / rates$n
expected$value <- rates$x * 1000 / rates$n
case("interval-rates", "interval --per 1000", rates, expected)

values <- data.frame(unit = c("one", rep("same", 4), rep("many", 500), rep("far", 60)),
  value = c(3.5, rep(0.1, 4), rlnorm(500), 1e6 + rnorm(60)))
expected <- do.call(rbind, lapply(split(values$value, values$unit), function(v) {
  few <- length(v) < 2
  ci <- if (few) c(NA, NA) else mean(v) + c(-1, 1) * qt(0.975, length(v) - 1) * sd(v) / sqrt(length(v))
  data.frame(n = length(v), mean = mean(v), sd = if (few) NA else sd(v), lower = ci[1], upper = ci[2])
}))
case("interval-means", "interval --mean", values, cbind(unit = rownames(expected), expected))
