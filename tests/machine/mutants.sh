#!/bin/bash
# mutants.sh - with any one operator or check taken out of the rule engine, does a test fail?
#
#   make soak                                   runs it, among others
#   ONLY='judge.c' tests/machine/mutants.sh     only those whose file and name match
#
# For each line of mutants.txt it compiles that file of lib/record with the one thing broken, links the unit tests
# and validate with it (before the library, so that the file's own object stays out), and runs the tests until one
# fails. Prints TAP: for each mutant, what killed it; one that all tests let live is a failure.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

readonly TABLE=tests/machine/mutants.txt
readonly UNITS="expression validate types dates codes identifiers contract decimal"
[ -f "$BUILD/libontrack.a" ] || skip_all "no library at $BUILD"

flags() {
	make -s "BUILD=$BUILD" "print-$1"
}
read -r -a compile <<<"${CC:-gcc} $(flags CPPFLAGS_ALL) $(flags CFLAGS_ALL) -w"
read -r -a link <<<"${CC:-gcc} $(flags LDFLAGS_ALL)"
read -r -a libraries <<<"$(flags TEST_LIBS)"

# break_it FILE TEXT INSTEAD: the file with the text's one place changed; fails where it has none, or several
break_it() {
	perl -0777 -e '
		my ($file, $text, $instead) = @ARGV;
		open(my $in, "<", $file) or die "no $file\n";
		my $source = <$in>;
		my $pattern = join("\\s+", map { quotemeta } split(/ /, $text));
		my $places = () = $source =~ /$pattern/g;
		die "$places places\n" if $places != 1;
		$source =~ s/$pattern/$instead/;
		print $source' -- "$@"
}

# linked PROGRAM OBJECT...: builds it of the objects and the library
linked() {
	local program=$1
	shift
	"${link[@]}" -o "$WORK/$program" "$@" "$BUILD/libontrack.a" "${libraries[@]}"
}

# killer [OBJECT]: the first test that fails with that object instead of the library's own, or nothing
killer() {
	local test
	for test in $UNITS; do
		linked "tests/unit/test_$test" "$WORK/test_$test.o" "$@" || return
		timeout -k 1 60 "$WORK/tests/unit/test_$test" >"$WORK/out" 2>&1 || { echo "test_$test"; return; }
	done
	linked validate "$BUILD/obj/stages/validate.o" "$@" || return
	for test in validate quality; do
		BUILD=$WORK timeout -k 1 120 bash "tests/stage/$test.sh" >"$WORK/out" 2>&1 || { echo "stage/$test"; return; }
	done
	linked tests/oracle/expression "$WORK/expression.o" "$@" || return
	BUILD=$WORK RULES=3000 timeout -k 1 120 bash tests/stage/expression_oracle.sh >"$WORK/out" 2>&1 || echo stage/expression_oracle
}

mkdir -p "$WORK/tests/unit" "$WORK/tests/oracle"
for program in extract anonymise load report ontrack generate; do
	ln -s "$BUILD/$program" "$WORK/$program"
done
for test in $UNITS; do
	"${compile[@]}" -c -o "$WORK/test_$test.o" "tests/unit/test_$test.c" || exit
done
"${compile[@]}" -c -o "$WORK/expression.o" tests/oracle/expression.c || exit
is "nothing fails where nothing is broken" "$(killer)" ""

survivors=0 mutants=0
while IFS=$'\t' read -r file name text instead; do
	case $file in '' | '#'*) continue ;; esac
	[[ "$file $name" =~ ${ONLY:-.} ]] || continue
	mutants=$((mutants + 1))
	if ! why=$(break_it "lib/record/$file" "$text" "$instead" 2>&1 >"$WORK/mutant.c") ||
		! why=$("${compile[@]}" -c -o "$WORK/mutant.o" "$WORK/mutant.c" 2>&1); then
		fail "$file, $name: can be broken" "$why"
		continue
	fi
	by=$(killer "$WORK/mutant.o")
	if [ -n "$by" ]; then
		pass "$file, $name: killed by $by"
	else
		survivors=$((survivors + 1))
		fail "$file, $name: lives"
	fi
done <"$TABLE"
diag "$mutants mutants, $survivors of them live"
done_testing
