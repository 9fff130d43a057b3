# Intervals, tests and weights by R, on the inputs of inference_r.xlsx: Rscript inference.R FOLDER
# Reads intervals.csv, differences.csv, firms.csv, cases.csv there and writes them again with R's results.
suppressPackageStartupMessages(library(survey))
options(digits = 17)
folder <- commandArgs(trailingOnly = TRUE)[1]
input <- function(name) read.csv(file.path(folder, name), stringsAsFactors = FALSE)
in_full <- function(column) if (is.numeric(column)) sapply(column, format, digits = 17) else column
output <- function(frame, name) {
  write.csv(as.data.frame(lapply(frame, in_full)), file.path(folder, name), row.names = FALSE, quote = FALSE, na = "")
}

# The score interval without continuity correction is Wilson's; trials need not be whole.
wilson <- function(good, of) suppressWarnings(as.numeric(prop.test(good, of, correct = FALSE)$conf.int))

intervals <- input("intervals.csv")
for (i in seq_len(nrow(intervals))) {
  row <- intervals[i, ]
  share <- row$good / row$of
  # Drawing n of N without replacement: as n (N - 1) / (N - n) draws with replacement. All of N: nothing is open.
  trials <- if (is.na(row$population)) row$of else row$of * (row$population - 1) / (row$population - row$of)
  bounds <- if (is.finite(trials)) wilson(share * trials, trials) else c(share, share)
  intervals[i, c("low", "high")] <- bounds
}
output(intervals, "intervals.csv")

differences <- input("differences.csv")
for (i in seq_len(nrow(differences))) {
  row <- differences[i, ]
  table <- matrix(c(row$good, row$of - row$good, row$other_good, row$other_of - row$other_good), 2, byrow = TRUE)
  expected <- outer(rowSums(table), colSums(table)) / sum(table)
  exact <- min(expected) < 5
  differences[i, "method"] <- if (exact) "fisher" else "z"
  differences[i, "p"] <- if (exact) fisher.test(table)$p.value else prop.test(table, correct = FALSE)$p.value
  # Newcombe 1998, method 10: from the Wilson intervals of the two shares.
  p <- c(row$good / row$of, row$other_good / row$other_of)
  one <- wilson(row$good, row$of)
  other <- wilson(row$other_good, row$other_of)
  differences[i, "points"] <- 100 * (p[1] - p[2])
  differences[i, "low"] <- 100 * (p[1] - p[2] - sqrt((p[1] - one[1])^2 + (other[2] - p[2])^2))
  differences[i, "high"] <- 100 * (p[1] - p[2] + sqrt((one[2] - p[1])^2 + (p[2] - other[1])^2))
}
differences$p_holm <- p.adjust(differences$p, "holm")
output(differences, "differences.csv")

# Categories with fewer than 5 answers are one; with fewer than 5 in all, the next ones by answers join it.
collapse <- function(category, answered) {
  answers <- tapply(answered, category, sum)
  answers <- answers[order(answers, as.numeric(names(answers)))]
  few <- sum(answers < 5)
  while (few > 0 && few < length(answers) && sum(answers[seq_len(few)]) < 5) few <- few + 1
  if (few < 2) return(as.character(category))
  ifelse(category %in% names(answers)[seq_len(few)], "few", as.character(category))
}

firms <- input("firms.csv")
cases <- input("cases.csv")
for (i in seq_len(nrow(cases))) {
  of <- firms[firms$case == cases$case[i], ]
  of$firms <- nrow(of)
  of$city <- factor(collapse(of$city, of$answered))
  of$industry <- factor(collapse(of$industry, of$answered))
  answers <- of[of$answered == 1, ]
  plain <- svydesign(ids = ~1, data = answers, fpc = ~firms)
  margins <- if (cases$margins[i] == "city industry") list(~city, ~industry) else list(~city)
  totals <- lapply(margins, function(margin) xtabs(margin, of))
  raked <- rake(plain, margins, totals, control = list(maxit = 5000, epsilon = 1e-15))
  calibrated <- calibrate(plain, margins, totals, calfun = "raking", epsilon = 1e-13, maxit = 5000)
  ratio <- svyratio(~good, ~asked, calibrated)
  value <- as.numeric(coef(ratio))
  se <- as.numeric(SE(ratio))
  trials <- value * (1 - value) / se^2
  weights <- weights(raked)
  cases[i, "unweighted"] <- sum(answers$good) / sum(answers$asked)
  cases[i, "value"] <- value
  cases[i, "value_of_rake"] <- as.numeric(coef(svyratio(~good, ~asked, raked)))
  cases[i, "se"] <- se
  cases[i, "se_of_rake"] <- as.numeric(SE(svyratio(~good, ~asked, raked)))
  cases[i, c("low", "high")] <- wilson(value * trials, trials)
  cases[i, "effective_n"] <- sum(weights[answers$asked == 1])^2 / sum(weights[answers$asked == 1]^2)
  cases[i, "largest"] <- max(weights) / mean(weights)
}
output(cases, "cases.csv")

writeLines(c(R.version.string, paste("survey", packageVersion("survey"))), file.path(folder, "versions.txt"))
