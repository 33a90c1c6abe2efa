# cases.awk - the cases of a feed's rules (tests/rules/FEED.txt) as a stream for validate, and what it must
# find in it; what is wrong with the cases themselves is printed.
#
#   awk -f cases.awk -v stream=FILE -v expected=FILE CHECKS CASES      CHECKS: what tests/oracle/checks says
#
# A file of cases, whose lines that begin with a tab belong to the line above that doesn't:
#
#   as_of 2025-10-31              tonight
#
#   base                          a record in which nothing is wrong, not even a warning: FIELD VALUE
#   	provider 10000001
#   	...
#
#   REF-012 record                a rule of the record and its severity
#   	holds closed_date=2024-01-10
#   	breaks closed_date=2024-01-09, closed_reason=03
#
#   minutes maximum record        a check of a field, by our name or by its own, and its severity
#   	holds 1440
#   	breaks 1441 also CON-006
#
#   type-error record             a check of several fields, each by itself, with one value
#   	each referral_date closed_date: 2023-02-29
#
# A case is the base with these fields changed; - is no value, nothing an empty text, and a value without a
# field is that of the heading's. `holds` must find nothing and `breaks` the heading's rule alone, but for the
# warnings that stand behind `also` (RULE, or FIELD RULE). `each` breaks it, and the base must have a value
# there, as the case in which it holds; for `required` the value is left out.
# The number of a case is that of its line.
BEGIN { FS = "\t"; OFS = "\t" }

function problem(text) { print FILENAME ":" FNR ": " text }

function write_case(    i, line) {
	line = FNR
	for (i = 1; i <= fields; i++)
		line = line OFS (name[i] in value ? value[name[i]] : "\\N")
	print line >stream
}

# The record of a case: the base, then changes "FIELD=VALUE, ..."; a value alone is of `own`.
function change(text, own,    i, n, part, key) {
	for (key in value) delete value[key]
	for (key in base) value[key] = base[key]
	n = text == "" ? 0 : split(text, part, ", ")
	for (i = 1; i <= n; i++) {
		key = own
		if (match(part[i], /^[a-z_]+=/)) {
			key = substr(part[i], 1, RLENGTH - 1)
			part[i] = substr(part[i], RLENGTH + 1)
		}
		if (!(key in known)) problem("there is no field '" key "'")
		value[key] = part[i] == "-" ? "\\N" : part[i]
	}
}

# What must be found: of severity `severity` at `field`, - being the record.
function expect(field, rule, severity) { print FNR, field == "-" ? "\\N" : field, rule, severity >expected }

# Takes "also ..." off the text's end and expects what stands there.
function without_also(text,    i, n, part, word) {
	if (!match(text, /(^| )also /)) return text
	n = split(substr(text, RSTART + RLENGTH), part, ", ")
	text = substr(text, 1, RSTART - 1)
	for (i = 1; i <= n; i++)
		if (split(part[i], word, " ") == 2) expect(word[1], word[2], "warning")
		else expect("-", word[1], "warning")
	return text
}

function one_case(text, breaks) {
	change(without_also(text), field)
	write_case()
	if (breaks) expect(field, rule, severity)
	mark(field, breaks)
}

function mark(field, breaks) {
	if (!((field, rule) in check)) problem("the contract has no such check: " field " " rule)
	if (breaks) broken[field, rule] = 1
	else held[field, rule] = 1
}

function each_case(text,    i, n, part, bad) {
	bad = "-"
	text = without_also(text)
	if (match(text, /: ?/)) {
		bad = substr(text, RSTART + RLENGTH)
		text = substr(text, 1, RSTART - 1)
	}
	n = split(text, part, " ")
	for (i = 1; i <= n; i++) {
		if (!(part[i] in base)) problem("the base has no value of '" part[i] "'")
		change(part[i] "=" bad, "")
		write_case()
		expect(part[i], rule, severity)
		mark(part[i], 0)
		broken[part[i], rule] = 1
	}
}

function begin_stream(    i, line) {
	line = "source_row"
	for (i = 1; i <= fields; i++) line = line OFS name[i]
	print line >stream
}

function heading(    n, word) {
	n = split($0, word, " ")
	if (word[1] == "as_of") { as_of = word[2]; return }
	part_of = $0 == "base" ? "base" : "rule"
	if (part_of == "base" || based) return
	based = 1
	begin_stream()
	change("", "")
	write_case()
}

FNR == 1 { file++ }
file == 1 {
	split($0, word, " ")
	if (word[1] == "field") { name[++fields] = word[2]; known[word[2]] = 1 }
	else { check[word[2], word[3]] = 1; order[++checks] = word[2] SUBSEP word[3] }
	next
}
/^#/ || NF == 0 { next }
!/^\t/ {
	heading()
	count = split($0, word, " ")
	field = count == 3 ? word[1] : "-"
	rule = word[count - 1]
	severity = word[count]
	next
}
part_of == "base" {
	text = substr($0, 2)
	key = text
	sub(/ .*/, "", key)
	if (!(key in known)) problem("there is no field '" key "'")
	base[key] = substr(text, length(key) + 2)
	next
}
{
	text = substr($0, 2)
	how = text
	sub(/ .*/, "", how)
	text = substr(text, length(how) + 2)
	if (how == "holds" || how == "breaks") one_case(text, how == "breaks")
	else if (how == "each") each_case(text)
	else problem("not one of 'holds', 'breaks' and 'each'")
}
END {
	print "\\." >stream
	printf "" >expected
	for (i = 1; i <= checks; i++) {
		if (order[i] in told) continue
		told[order[i]] = 1
		split(order[i], word, SUBSEP)
		if (!(order[i] in held)) print FILENAME ": no case in which it holds: " word[1] " " word[2]
		if (!(order[i] in broken)) print FILENAME ": no case that breaks it: " word[1] " " word[2]
	}
	print as_of >(stream ".as_of")
}
