# standardise.R - expected events and weighted rates as matrices of unit by stratum.
source(file.path(Sys.getenv("ORACLE"), "common.R"))
set.seed(105)

poisson <- function(x, level) t(sapply(x, function(o) as.vector(poisson.test(o, conf.level = level)$conf.int)))
byar <- function(x, level) {
  z <- qnorm(0.5 + level / 2)
  cbind(x * (1 - 1 / (9 * x) - z / (3 * sqrt(x)))^3, (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * sqrt(x + 1)))^3)
}

indirect <- function(x, n, ref_x, ref_n, level = 0.95, per = 1) {
  e <- drop(n %*% (ref_x / ref_n))
  o <- rowSums(x)
  limits <- ifelse(cbind(o < 10, o < 10), poisson(o, level), byar(o, level)) / e
  rate <- per * sum(ref_x) / sum(ref_n)
  data.frame(unit = rownames(x), observed = o, n = rowSums(n), expected = e, ratio = o / e, lower = limits[, 1], upper = limits[, 2],
    reference_rate = rate, rate = rate * o / e, rate_lower = rate * limits[, 1], rate_upper = rate * limits[, 2])
}

direct <- function(x, n, w, level = 0.95, per = 1) {
  o <- rowSums(x)
  rates <- x / n
  rate <- drop(rates %*% w) / sum(w)
  variance <- drop((x / n^2) %*% w^2) / sum(w)^2
  limits <- rate + sqrt(variance / o) * (byar(o, level) - o)
  whole <- !is.nan(rate) & o >= 10
  data.frame(unit = rownames(x), covered = drop((n > 0) %*% w) / sum(w), rate = ifelse(whole, per * rate, NA),
    lower = ifelse(whole, per * limits[, 1], NA), upper = ifelse(whole, per * limits[, 2], NA))
}

long <- function(x, n) {
  data.frame(unit = rep(rownames(x), ncol(x)), stratum = rep(colnames(x), each = nrow(x)), observed = as.vector(x), n = as.vector(n))
}

strata <- c("f 11-13", "f 14-16", "f 17-19", "m 11-13", "m 14-16", "m 17-19")
units <- sprintf("s%02d", 1:15)
n <- matrix(sample(20:400, 90, TRUE), 15, 6, dimnames = list(units, strata))
n["s01", ] <- c(3, 1, 2, 2, 1, 1)
n["s02", 3] <- 0
risk <- c(0.05, 0.11, 0.2, 0.04, 0.13, 0.28)
x <- matrix(rbinom(90, n, outer(rlnorm(15, 0, 0.2), risk)), 15, 6, dimnames = dimnames(n))
x["s01", ] <- 0
ref_n <- c(5100, 4800, 4200, 5300, 5000, 4400)
ref_x <- rbinom(6, ref_n, risk)
table_out("reference.data", data.frame(stratum = strata, observed = ref_x, n = ref_n))
reference <- "--reference reference.data"
case("standardise-pool", "standardise", long(x, n), indirect(x, n, colSums(x), colSums(n)))
case("standardise-reference", paste("standardise --per 100 --level .998", reference), long(x, n), indirect(x, n, ref_x, ref_n, 0.998, 100))
case("standardise-direct-pool", "standardise --direct", long(x, n), direct(x, n, colSums(n)))
case("standardise-direct", paste("standardise --direct --per 1000 --level .9", reference), long(x, n), direct(x, n, ref_n, 0.9, 1000))
