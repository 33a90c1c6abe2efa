# common.R - what the oracles share. Each is called with a folder, invents data from a seed of its own and
# leaves there, for every case, NAME.csv (the input), NAME.command ("KEYS COMMAND...": how many columns
# name a row, and what `appraise` is called with) and NAME.expected (lines "KEY.COLUMN value").
# Only base R and stats: what they compute is computed another way than lib/method does it.
options(warn = 2)
folder <- commandArgs(trailingOnly = TRUE)[1]

plain <- function(x) {
  if (is.numeric(x)) ifelse(is.na(x), "", sprintf("%.17g", x)) else ifelse(is.na(x), "", as.character(x))
}

table_out <- function(name, data) {
  cells <- as.data.frame(lapply(data, plain), optional = TRUE)
  write.table(cells, file.path(folder, name), sep = ",", quote = FALSE, row.names = FALSE)
}

# case NAME: `expected` begins with the `keys` columns that name a row.
case <- function(name, command, input, expected, keys = 1) {
  table_out(paste0(name, ".csv"), input)
  writeLines(paste(keys, command), file.path(folder, paste0(name, ".command")))
  key <- do.call(paste, c(lapply(expected[seq_len(keys)], plain), sep = "."))
  lines <- character()
  for (column in names(expected)[-seq_len(keys)])
    lines <- c(lines, paste(paste(key, column, sep = "."), plain(expected[[column]])))
  writeLines(lines, file.path(folder, paste0(name, ".expected")))
}
