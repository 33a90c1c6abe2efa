# shrink.R - the beta-binomial by digamma(), tau2 by matrices.
source(file.path(Sys.getenv("ORACLE"), "common.R"))
set.seed(104)

wilson <- function(x, n, level) {
  z <- qnorm(0.5 + level / 2)
  middle <- (x + z^2 / 2) / (n + z^2)
  reach <- z / (n + z^2) * sqrt(x * (n - x) / n + z^2 / 4)
  cbind(lower = middle - reach, upper = middle + reach)
}

# The maximum where both slopes are zero: for each sum of alpha and beta the best mean, then the best sum.
fit <- function(x, n) {
  slope_mean <- function(m, total)
    total * sum(digamma(x + m * total) - digamma(m * total) - digamma(n - x + (1 - m) * total) + digamma((1 - m) * total))
  best_mean <- function(total) uniroot(slope_mean, c(1e-9, 1 - 1e-9), total = total, tol = 1e-16, maxiter = 5000)$root
  slope_total <- function(log_total) {
    total <- exp(log_total)
    m <- best_mean(total)
    sum(m * (digamma(x + m * total) - digamma(m * total)) + (1 - m) * (digamma(n - x + (1 - m) * total) - digamma((1 - m) * total)) -
      digamma(n + total) + digamma(total))
  }
  total <- exp(uniroot(slope_total, c(log(0.05), log(5000)), tol = 1e-15, maxiter = 5000)$root)
  m <- best_mean(total)
  c(alpha = m * total, beta = (1 - m) * total)
}

shares <- function(data, level = 0.95) {
  f <- fit(data$events, data$n)
  a <- data$events + f["alpha"]
  b <- data$n - data$events + f["beta"]
  own <- wilson(data$events, data$n, level)
  list(fit = f, units = data.frame(unit = data$unit, value = data$events / data$n, lower = own[, 1], upper = own[, 2],
    shrunken = a / (a + b), shrunken_se = sqrt(a * b / ((a + b)^2 * (a + b + 1))), shrunken_lower = qbeta(0.5 - level / 2, a, b),
    shrunken_upper = qbeta(0.5 + level / 2, a, b), weight = data$n / (data$n + sum(f)),
    above = pbeta(f["alpha"] / sum(f), a, b, lower.tail = FALSE)))
}

for (units in c(5, 12, 80)) {
  n <- sample(c(8:40, 200, 900), units, TRUE)
  data <- data.frame(unit = sprintf("u%02d", 1:units), events = rbinom(units, n, rbeta(units, 4, 7)), n)
  data$events[1] <- 0
  data$events[2] <- data$n[2]
  got <- shares(data)
  case(paste0("shrink-shares-", units), "shrink", data, got$units)
  case(paste0("shrink-fit-", units), "shrink --summary", data, data.frame(measure = c("units", "alpha", "beta", "mean", "pooled", "log_likelihood"),
    value = c(units, got$fit, got$fit["alpha"] / sum(got$fit), sum(data$events) / sum(n),
      sum(lbeta(data$events + got$fit["alpha"], n - data$events + got$fit["beta"]) - lbeta(got$fit["alpha"], got$fit["beta"])))))
}
case("shrink-shares-level", "shrink --level .8", data, shares(data, 0.8)$units)

# The projection that takes out the weighted mean, as a matrix.
projection <- function(v, tau2) {
  w <- diag(1 / (v + tau2))
  one <- matrix(1, length(v))
  w - w %*% one %*% solve(t(one) %*% w %*% one) %*% t(one) %*% w
}
trace <- function(m) sum(diag(m))
root_or_none <- function(f) if (f(0) <= 0) 0 else uniroot(f, c(0, 100), tol = 1e-15, maxiter = 5000)$root
tau2_of <- function(y, v, estimator) {
  k <- length(y)
  p0 <- projection(v, 0)
  switch(estimator,
    fe = 0,
    dl = max(0, (drop(t(y) %*% p0 %*% y) - (k - 1)) / trace(p0)),
    pm = , eb = root_or_none(function(t2) drop(t(y) %*% projection(v, t2) %*% y) - (k - 1)),
    reml = root_or_none(function(t2) {
      p <- projection(v, t2)
      drop(t(y) %*% p %*% p %*% y) - trace(p)
    }))
}

estimates <- function(data, estimator, level = 0.95) {
  y <- data$estimate
  v <- data$se^2
  tau2 <- tau2_of(y, v, estimator)
  model <- lm(y ~ 1, weights = 1 / (v + tau2))
  mu <- unname(coef(model))
  se <- sqrt(1 / sum(1 / (v + tau2)))
  l <- tau2 / (tau2 + v)
  z <- qnorm(0.5 + level / 2)
  value <- mu + l * (y - mu)
  error <- sqrt(l * v + (1 - l)^2 * se^2)
  k <- length(y)
  typical <- (k - 1) / trace(projection(v, 0))
  list(units = data.frame(unit = data$unit, value = y, se = data$se, lower = y - z * data$se, upper = y + z * data$se, shrunken = value,
    shrunken_se = error, shrunken_lower = value - z * error, shrunken_upper = value + z * error, weight = l,
    above = if (tau2 == 0) NA else pnorm((l * (y - mu)) / sqrt(l * v + l^2 * se^2))),
  fit = data.frame(measure = c("units", "mean", "mean_se", "mean_lower", "mean_upper", "tau2", "q", "i2"),
    value = c(k, mu, se, mu - z * se, mu + z * se, tau2, drop(t(y) %*% projection(v, 0) %*% y), 100 * tau2 / (tau2 + typical))))
}

k <- 25
data <- data.frame(unit = sprintf("e%02d", 1:k), se = runif(k, 0.05, 0.8))
data$estimate <- rnorm(k, 1.5, sqrt(0.2 + data$se^2))
alike <- data.frame(unit = letters[1:6], estimate = c(1, 1.01, 0.99, 1, 1.02, 0.98), se = c(0.3, 0.2, 0.4, 0.3, 0.5, 0.2))
for (estimator in c("dl", "pm", "eb", "reml", "fe")) {
  got <- estimates(data, estimator)
  case(paste0("shrink-", estimator), paste("shrink --estimator", estimator), data, got$units)
  case(paste0("shrink-mean-", estimator), paste("shrink --summary --estimator", estimator), data, got$fit)
  got <- estimates(alike, estimator)
  case(paste0("shrink-alike-", estimator), paste("shrink --estimator", estimator), alike, got$units)
}

data$se <- 0.4
y <- data$estimate
weight <- max(0, 1 - (k - 3) * 0.4^2 / ((k - 1) * var(y)))
case("shrink-js", "shrink --estimator js", data, data.frame(unit = data$unit, shrunken = mean(y) + weight * (y - mean(y)), weight))
