#!/bin/bash
# Drop folders: what is not whole yet waits, is said and counted, and is no failure; nothing of it is
# read. A later night takes it.
. "$(dirname "$0")/common.sh"
night_prepare small
ontrack run >/dev/null
folder=$WORK/night/drop
mkdir "$folder"
people=$folder/people.csv
mv "$WORK/night/people.csv" "$WORK/good"
cp "$CONFIG" "$WORK/plain.json"
sed -i '/"file"/d' "$WORK/night/people.json"

# drop WHOLE [LOCATION]: people come from the drop folder, and are whole by that.
drop() {
	sed "s|\"location\": \"people.csv\"|\"location\": \"drop/${2:-people*}\", \"whole\": $1|" \
		"$WORK/plain.json" >"$CONFIG"
}
persons() {
	query "select count(*) from core.person"
}
number=0
# one_more: another person in what is delivered
one_more() {
	number=$((number + 1))
	echo "999901,CQ90${number}X,,Zalpunvelgo,Azquelazq,2008-03-04,QX4 4ZH,RQ90${number}Y,2025-04-13,," \
		>>"$WORK/good"
}
# waits DESCRIPTION REGEX [COUNT]: tonight's run takes nothing of it, and that is no failure.
waits() {
	local before count=${3:-1 waiting delivery}
	before=$(persons)
	exits "$1: plan" 0 ontrack plan
	like "$1: plan names it" "$(cat "$WORK/.output")" "^waiting +small_people [a-z-]+.*: nothing of it"
	like "$1: plan counts it" "$(cat "$WORK/.output")" "would be clean: .*; $count$"
	exits "$1: run" 0 ontrack run
	like "$1: it is named" "$(cat "$WORK/.output")" "^waiting +small_people [a-z-]+"
	like "$1: with what it waits for" "$(cat "$WORK/.output")" "$2"
	like "$1: and counted" "$(cat "$WORK/.output")" "^night .*: clean; .*; $count;"
	is "$1: nothing of it is taken" "$(persons)" "$before"
	is "$1: no failure is on record, but that it waits" \
		"$(query "select (select count(*) from ops.failure), (select summary like '%$count%' from ops.run)")" \
		"$(printf '0\tt')"
}
# taken DESCRIPTION: with the one person more
taken() {
	exits "$1" 0 ontrack run
	unlike "$1: nothing waits any more" "$(cat "$WORK/.output")" waiting
	is "$1: it is taken" "$(persons)" $((first + number))
}
first=$(persons)

# A slow writer: some of the file is there when the run starts, and more comes all the time.
drop '{"by": "stable", "seconds": 2}'
one_more
(
	while IFS= read -r line; do
		printf '%s\n' "$line"
		sleep 0.3
	done <"$WORK/good"
	touch "$WORK/written"
) >"$people" &
sleep 1
waits "a file that is still being written" "is still being sent, or has only just been"
ok "it was still being written meanwhile" test ! -e "$WORK/written"
wait
touch -d '2001-01-01' "$people"
waits "a file whose sender's clock says that it is old" "it was changed [01] s ago"
sleep 2.2
taken "the night after"

one_more
cp "$WORK/good" "$people"
touch -d '2099-01-01' "$people"
waits "a file of the future" "it was changed [01] s ago"
sleep 2.2
taken "a file of the future is not refused for ever"

one_more
touch "$folder/.people.csv.Xk29a" "$folder/~\$people.csv" "$folder/people.tmp"
cp "$WORK/good" "$folder/people.csv.part"
drop '{"by": "stable", "seconds": 2}' '*'
ok "a file under a temporary name" ontrack run
unlike "is no delivery at all" "$(cat "$WORK/.output")" 'waiting|failed people'
mv "$folder/people.csv.part" "$people"
sleep 2.2
taken "and one under its own name, where it was renamed"

# Two files for one slot are an error; one of them, and one that is not whole, are not.
one_more
cp "$WORK/good" "$people"
sleep 2.2
head -c 500 "$WORK/good" >"$folder/people-2.csv"
exits "a file and a twin that waits" 0 ontrack run
like "the twin waits" "$(cat "$WORK/.output")" '^waiting +small_people people-2\.csv'
is "the file is taken" "$(persons)" $((first + number))
sleep 2.2
exits "two that are whole" 65 ontrack run
like "are twins" "$(cat "$WORK/.output")" "two deliveries are for slot"
rm "$folder/people-2.csv"

# Markers.
drop '{"by": "marker", "suffix": ".done"}' '*'
one_more
cp "$WORK/good" "$people"
waits "a file without a marker" "has no marker beside it"
touch "$people.done"
taken "a file with one"
unlike "the marker is no delivery" "$(cat "$WORK/.output")" 'csv\.done'
one_more
touch -d '10 seconds ago' "$people.done"
cp "$WORK/good" "$people"
waits "a file that is newer than its marker" "changed since its marker was set"
touch "$people.done"
taken "a file with a new marker"
rm "$people.done"

# Checksums.
drop '{"by": "listed", "file": "*.sha256"}' '*'
one_more
cp "$WORK/good" "$people"
waits "a file without a checksum" "has no checksum file"
(cd "$folder" && sha256sum people.tmp >other.sha256)
waits "a file that is not listed" "is not listed in a checksum file"
(cd "$folder" && sha256sum people.csv >people.csv.sha256)
head -n -1 "$WORK/good" >"$people"
exits "a file that was cut short in transit" 65 ontrack run
like "has another checksum" "$(cat "$WORK/.output")" "'people.csv' has another SHA-256 than the one that is listed"
like "with what to do" "$(cat "$WORK/.output")" "hint: ask for the file and its checksum to be sent again"
is "nothing of it is taken" "$(persons)" $((first + number - 1))
cp "$WORK/good" "$people"
taken "a file that is what is listed"
one_more
cp "$WORK/good" "$people"
rm "$folder"/*.sha256
(cd "$folder" && sha256sum --tag people.csv | sed 's/$/\r/' >people.csv.sha256)
taken "a list as BSD writes it, with the line ends of Windows"

# A folder of tables: whole where all of it is.
rm -r "$folder"
mkdir -p "$folder/batch"
sed -i -e 's|"mode"|"tables": { "people": "people*.csv" }, "mode"|' -e 's|"fields": {|"table": "people", &|' \
	"$WORK/night/people.json"
drop '{"by": "stable", "seconds": 2}' 'batch*'
one_more
cp "$WORK/good" "$folder/batch/people.csv"
sleep 2.2
touch "$folder/batch/more.csv"
waits "a folder to which files are still added" "'batch' is still being sent"
touch "$folder/batch/notes.csv.filepart"
sleep 2.2
waits "a folder with a file under a temporary name" "'batch' holds a file under a temporary name"
rm "$folder/batch/notes.csv.filepart"
sleep 2.2
taken "a folder that is whole"
drop '{"by": "marker"}' 'batch*'
one_more
cp "$WORK/good" "$folder/batch/people.csv"
waits "a folder without a marker" "'batch' has no marker beside it"
touch "$folder/batch.done"
taken "a folder with a marker beside it"
drop '{"by": "listed"}' 'batch*'
rm "$folder/batch.done"
one_more
cp "$WORK/good" "$folder/batch/people.csv"
(cd "$folder/batch" && sha256sum -- * >sums.sha256)
mv "$folder/batch/more.csv" "$folder"
waits "a folder that lacks a listed file" "'batch' lacks files that its checksum file lists"
echo x >"$folder/batch/more.csv"
exits "a folder with a file that was changed" 65 ontrack run
like "says which" "$(cat "$WORK/.output")" "'more.csv' has another SHA-256"
mv "$folder/more.csv" "$folder/batch"
taken "a folder of which all is as it is listed"
if [ "$(id -u)" -eq 0 ]; then
	skip "a folder that may not be read" "root may read everything"
else
	chmod 000 "$folder/batch"
	exits "a folder that may not be read" 65 ontrack run
	like "is a failure, as ever" "$(cat "$WORK/.output")" "cannot read .*batch"
	chmod 700 "$folder/batch"
fi
drop '{"by": "listed"}' 'none*'
exits "a pattern that fits nothing" 0 ontrack run
like "is said aloud, as ever" "$(cat "$WORK/.output")" "no delivery at .*none"

# refused DESCRIPTION REGEX WHOLE [LOCATION]
refused() {
	drop "$3" "${4:-}"
	exits "$1" 78 ontrack run
	like "$1: says why" "$(cat "$WORK/.output")" "$2"
}
refused "a way to be whole that there is not" "'by' must be one of" '{"by": "size"}'
refused "a setting of another way" "unknown setting 'seconds'" '{"by": "marker", "seconds": 5}'
refused "no time at all" "'seconds' must be from 1" '{"by": "stable", "seconds": 0}'
refused "a location that is a temporary name" "never a delivery" '{"by": "stable"}' people.part
sed 's|"location": "people.csv"|"location": "https://example.org/p.csv", "whole": {"by": "stable"}|' \
	"$WORK/plain.json" >"$CONFIG"
exits "a URL" 78 ontrack run
like "is no drop folder" "$(cat "$WORK/.output")" "'whole' is for files"

done_testing
