# change.R - reliable change and effect sizes with mean(), sd() and cor().
source(file.path(Sys.getenv("ORACLE"), "common.R"))
set.seed(106)

correction <- function(m) exp(lgamma(m / 2) - log(sqrt(m / 2)) - lgamma((m - 1) / 2))

persons <- 120
data <- data.frame(unit = sample(c("north", "south", "west"), persons, TRUE), person = sprintf("c%03d", 1:persons), pre = round(rnorm(persons, 22, 5)))
data$post <- round(0.6 * data$pre + rnorm(persons, 3, 4))
data$post[sample(persons, 15)] <- NA
data$pre[sample(persons, 3)] <- NA
data <- rbind(data, data.frame(unit = c("one", "two", "two"), person = c("d1", "d1", "d2"), pre = c(10, 20, 12), post = c(8, 15, 12)))
pairs <- data[!is.na(data$pre) & !is.na(data$post), ]

status <- function(change, points, strict, direction, pre, post, cutoff) {
  gain <- direction * change
  beyond <- function(g) g > 0 & (if (strict) g > points else g >= points)
  crossed <- if (is.na(cutoff)) FALSE else direction * (pre - cutoff) <= 0 & direction * (post - cutoff) > 0
  ifelse(is.na(gain), NA, ifelse(beyond(-gain), "deteriorated", ifelse(!beyond(gain), "unchanged", ifelse(crossed, "recovered", "improved"))))
}

summarise <- function(data, states, error, points, cutoff) {
  do.call(rbind, lapply(sort(unique(data$unit)), function(u) {
    own <- data[data$unit == u, ]
    state <- states[data$unit == u]
    p <- own[!is.na(own$pre) & !is.na(own$post), ]
    n <- nrow(p)
    change <- p$post - p$pre
    r <- if (n > 1 && sd(p$pre) > 0 && sd(p$post) > 0) cor(p$pre, p$post) else NA
    j <- if (n > 2) correction(n - 1) else NA
    d <- c(j * mean(change) / sd(p$pre), j * mean(change) / sd(change))
    v <- c(2 * (1 - r) / n, 1 / n) + d^2 / (2 * n)
    better <- sum(state %in% c("improved", "recovered"))
    values <- c(n = nrow(own), paired = n, paired_share = n / nrow(own), mean_pre = mean(p$pre), sd_pre = sd(p$pre), mean_post = mean(p$post),
      sd_post = sd(p$post), mean_change = mean(change), sd_change = sd(change), correlation = r, error = error, points = points, cutoff = cutoff,
      unchanged = sum(state %in% "unchanged"), deteriorated = sum(state %in% "deteriorated"), improved = sum(state %in% "improved"),
      recovered = sum(state %in% "recovered"), better_lowest = better / nrow(own), better_highest = (better + sum(is.na(state))) / nrow(own),
      smcr = d[1], smcr_variance = v[1], smcr_lower = d[1] - qnorm(0.975) * sqrt(v[1]), smcr_upper = d[1] + qnorm(0.975) * sqrt(v[1]),
      smcc = d[2], smcc_variance = v[2], smcc_lower = d[2] - qnorm(0.975) * sqrt(v[2]), smcc_upper = d[2] + qnorm(0.975) * sqrt(v[2]))
    data.frame(unit = u, measure = names(values), value = unname(values))
  }))
}

run <- function(name, options, error, points, strict, direction, cutoff = NA) {
  change <- data$post - data$pre
  states <- status(change, points, strict, direction, data$pre, data$post, cutoff)
  case(paste0("change-", name), paste("change", options), data, data.frame(unit = data$unit, person = data$person, pre = data$pre, post = data$post,
    change = change, rci = change / error, status = states), 2)
  case(paste0("change-", name, "-summary"), paste("change --summary", options), data, summarise(data, states, error, points, cutoff), 2)
}

error <- sd(pairs$pre) * sqrt(2 * (1 - 0.85))
run("jacobson-truax", "--reliability .85 --lower-is-better", error, qnorm(0.975) * error, TRUE, -1)
error <- 6 * sqrt(2 * (1 - 0.7))
cutoff <- (sd(pairs$pre) * 12 + 4 * mean(pairs$pre)) / (sd(pairs$pre) + 4)
run("cutoff", "--reliability .7 --sd 6 --lower-is-better --functional-mean 12 --functional-sd 4", error, qnorm(0.975) * error, TRUE, -1, cutoff)
run("threshold", "--threshold 5 --cutoff 20.5", NA, 5, FALSE, 1, 20.5)

groups <- data.frame(unit = sprintf("g%02d", 1:20), mean_pre = rnorm(20, 20, 3), mean_post = rnorm(20, 16, 3), sd_pre = runif(20, 2, 6),
  n = c(3, 4, 5, sample(6:500, 17)), correlation = runif(20, -0.2, 0.95))
effects <- function(g) {
  d <- correction(g$n - 1) * (g$mean_post - g$mean_pre) / g$sd_pre
  data.frame(d, v = 2 * (1 - g$correlation) / g$n + d^2 / (2 * g$n))
}
write_effects <- function(unit, e) {
  data.frame(unit, smcr = e$d, variance = e$v, se = sqrt(e$v), lower = e$d - qnorm(0.975) * sqrt(e$v), upper = e$d + qnorm(0.975) * sqrt(e$v))
}
case("change-moments", "change --moments", groups, cbind(write_effects(groups$unit, effects(groups))["unit"], arm = NA, write_effects(groups$unit, effects(groups))[-1]), 2)
others <- transform(groups, mean_post = mean_post + 2, n = rev(n))
both <- rbind(cbind(arm = "zz help", groups), cbind(arm = "usual", others))
e <- effects(groups)
c <- effects(others)
case("change-controlled", "change --moments --reference usual", both, write_effects(groups$unit, data.frame(d = e$d - c$d, v = e$v + c$v)) |>
  (\(w) cbind(w["unit"], arm = "zz help", w[-1]))(), 2)
