# psa.R - acceptability, expected benefit and loss, by whole matrices.
source(file.path(Sys.getenv("ORACLE"), "common.R"))
set.seed(102)

analyse <- function(cost, effect, lambdas, reference) {
  rows <- list()
  for (lambda in lambdas) {
    u <- lambda * effect - cost
    best <- u == apply(u, 1, max)
    shared <- colMeans(best / rowSums(best))
    loss <- colMeans(apply(u, 1, max) - u)
    chosen <- which.max(colMeans(u))
    rows[[length(rows) + 1]] <- data.frame(lambda = lambda, strategy = colnames(u), p_best = shared,
      ceaf = ifelse(seq_along(shared) == chosen, shared, NA), eib = colMeans(u - u[, reference]),
      evpi = mean(apply(u, 1, max)) - max(colMeans(u)), expected_loss = loss)
  }
  do.call(rbind, rows)
}

long <- function(cost, effect) {
  data.frame(draw = rep(seq_len(nrow(cost)), ncol(cost)), strategy = rep(colnames(cost), each = nrow(cost)),
    cost = as.vector(cost), effect = as.vector(effect))
}

draws <- 400
names <- c("usual care", "group", "one to one", "family, at home")
names <- gsub(",", "", names)
cost <- sapply(c(300, 700, 1500, 2100), function(m) rgamma(draws, 4, 4 / m))
effect <- sapply(c(0.30, 0.42, 0.55, 0.56), function(m) rbeta(draws, 40 * m, 40 * (1 - m)))
colnames(cost) <- colnames(effect) <- names
lambdas <- c(0, 500, 3000, 10000, 50000)
option <- paste("psa --lambda", paste(lambdas, collapse = ","))
case("psa-four", option, long(cost, effect), analyse(cost, effect, lambdas, "usual care"), 2)
case("psa-reference", paste(option, "--reference group"), long(cost, effect), analyse(cost, effect, lambdas, "group"), 2)

# Whole numbers tie often: each of those that are equally good has its share of the draw.
cost <- matrix(sample(0:3, 300, TRUE) * 100, 100, 3, dimnames = list(NULL, c("a", "b", "c")))
effect <- matrix(sample(0:2, 300, TRUE), 100, 3, dimnames = list(NULL, c("a", "b", "c")))
cheapest <- colnames(cost)[order(colMeans(cost), -colMeans(effect))[1]]
case("psa-ties", "psa --lambda 0,100,250", long(cost, effect), analyse(cost, effect, c(0, 100, 250), cheapest), 2)
