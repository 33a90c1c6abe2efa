#!/bin/bash
# load: what it rejects by itself, and what a gate holds until somebody decides.
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"
load_database

# --- duplicates and conflicts
load young <<-'END'
	2 P1 @1 @101 m 1.0
	3 P1 @1 @101 m 1.00
	4 P1 @1 @101 m 1
	5 P1 @2 - f -
	6 P1 @3 - f -
	7 P1 @3 - m -
	8 P1 @4 @104 f -
	9 P1 @4 @105 f -
	10 P1 - - f -
	11 - @5 - f -
END
is "repeats are duplicates, contradictions are rejected, and so is a record without its key" "$code $(counts)" \
	"0 10 read: 2 inserted, 2 duplicate, 6 rejected"
is "with their rules" "$(refuted)" \
	"6 key-conflict,7 key-conflict,8 key-conflict,9 key-conflict,10 key-missing,11 key-missing"
is "the journal counts the rules" "$(grep -o '"rules":{[^}]*}' "$WORK/journal")" \
	'"rules":{"key-conflict":4,"key-missing":2}'
is "the first of the repeats is kept" "$(rows "select person_key, source_row from core.young order by 1")" "@1 2
@2 5"
is "the database has the rejects" "$(rows "select source_row, stage, field, rule, severity from ops.finding order by 1")" \
	"6 load  key-conflict record
7 load  key-conflict record
8 load  key-conflict record
9 load  key-conflict record
10 load person_key key-missing record
11 load provider key-missing record"

# --- where records can change while a delivery is read, the last counts
load young --slot last --keep-last <<-'END'
	2 P6 @1 @101 m 1.0
	3 P6 @2 - f -
	4 P6 @1 @102 m 1.0
	5 P6 @2 - f -
	6 P6 @1 @101 f 2
	7 P6 - - f -
END
is "the last of a key's records counts, and the others are duplicates" "$code $(counts)" \
	"0 6 read: 2 inserted, 3 duplicate, 1 rejected"
is "as it came last" "$(rows "select person_key, sex, score, nhs_number, c.source_row
	from core.young c join vault.young v using (provider, person_key) where provider = 'P6' order by 1")" \
	"@1 f 2 @101 6
@2 f   5"
is "nothing is said against it" "$(refuted)" "7 key-missing"

# --- too much rejected
# many N BAD: N records of which BAD contradict others
many() {
	seq 1 "$(($1 - $2))" | sed 's/.*/& P2 @& - m -/'
	seq 1 "$2" | sed 's/.*/9& P2 @& - f -/'
}
state() {
	query "select (select count(*) from core.young), (select count(*) from ops.load), (select count(*) from ops.reject)"
}
before=$(state)
load young --slot big --night 2024-05-01 --delivery big.csv < <(many 30 5)
is "a delivery of which a third is rejected is held" "$code $status $(from_journal rejected)" "75 held 10"
is "nothing of it is in the database" "$(state)" "$before"
is "the hold says what was seen, and no more" "$(rows "select source, feed, slot, gate, night, delivery, observed,
	threshold, read, rejected, decision from ops.open_hold")" "test young big reject-share 2024-05-01 big.csv 0.3333 0.2 30 10 "
like "the message says what to do" "$(cat "$WORK/messages")" "ontrack release 'test/young/big'"
is "what was wrong is in the rejects" "$(refuted | tr , '\n' | wc -l)" 10
load young --slot big < <(many 30 5)
is "it is held again, once" "$code $(query 'select count(*) from ops.hold')" "75 1"
load young --slot small < <(many 15 5 | sed 's/P2/P5/')
is "of fewer than 20 records a share says nothing" "$code $status" "0 applied"
load young --slot wide --reject-share 0.5 < <(many 30 5 | sed 's/P2/P3/')
is "the share can be set" "$code $status" "0 applied"

load young --slot big < <(many 31 5)
is "another content of the unit is held by itself, and supersedes the other" \
	"$code $(rows "select coalesce(decision, 'open') from ops.hold order by held_at")" "75 superseded
open"
load young --slot big < <(many 30 5)
is "the first again is open again" "$code $(rows "select count(*) from ops.open_hold")" "75 1"

# --- the decision
is "released" "$("$BUILD/ontrack" release test/young/big)" "test/young/big: gate 'reject-share' released"
exits "nothing more to release there" 65 "$BUILD/ontrack" release test/young/big
exits "a unit or all must be named" 64 "$BUILD/ontrack" release
exits "not both" 64 "$BUILD/ontrack" release --all test/young/big
is "who and when is kept" "$(rows "select count(*) from ops.hold where decided_by = session_user and decided_at is not null")" 1
load young --slot big < <(many 31 5)
is "a release is about those bytes only" "$code" 75
load young --slot big < <(many 30 5)
is "which are applied now" "$code $status $(counts)" "0 applied 30 read: 20 inserted, 10 rejected"
is "and nothing is held any more" "$(rows "select count(*) from ops.open_hold")" 0
load young --slot big < <(many 32 5)
is "rejected by key" "$code $("$BUILD/ontrack" reject "$(query "select ops.unit_key('test', 'young', 'big')")")" \
	"75 test/young/big: gate 'reject-share' rejected"
load young --slot big < <(many 32 5)
is "it is refused from then on" "$code $status" "0 refused"
load young --slot big < <(many 33 5)
load young --slot bigger < <(many 30 6)
is "all at once" "$("$BUILD/ontrack" release --all)" "test/young/big: gate 'reject-share' released
test/young/bigger: gate 'reject-share' released"
ok "all of none" "$BUILD/ontrack" reject --all

# --- upstream's rejects count with ours, against what the first stage read
printf '%s\n' '{"stage":"extract","feed":"young","delivery":"d","read":26,"accepted":26,"rejected":0,"warned":0,"rules":{},"seconds":1}' >"$WORK/extract"
printf '%s\n' '{"stage":"validate","feed":"young","delivery":"d","read":26,"accepted":20,"rejected":6,"warned":2,"rules":{"code":1,"R-1":1},"seconds":1}' >"$WORK/validate"
printf 'source_row\tfield\trule\tseverity\n\\.\n' >"$WORK/extract.rejects"
printf 'source_row\tfield\trule\tseverity\n7\tsex\tcode\trecord\n8\t\\N\tR-1\twarning\n\\.\n' >"$WORK/validate.rejects"
chain=(--upstream "$WORK/extract" --upstream-rejects "$WORK/extract.rejects"
	--upstream "$WORK/validate" --upstream-rejects "$WORK/validate.rejects")
load young --slot chain "${chain[@]}" < <(many 20 0 | sed 's/P2/P4/')
is "six of 26 are too many" "$code $(rows "select read, rejected, observed from ops.open_hold")" "75 26 6 0.2308"
load young --slot chain --reject-share 0.25 "${chain[@]}" < <(many 20 0 | sed 's/P2/P4/')
is "or not" "$code $(counts)" "0 20 read: 20 inserted"
is "the ledger has the chain" "$(rows "select position, stage, s.read, accepted, s.rejected, warned from ops.load_stage s
	join ops.latest l using (unit, load_no) where slot = 'chain' order by 1")" "1 extract 26 26 0 0
2 validate 26 20 6 2"
is "and its findings" "$(rows "select source_row, stage, field, rule, severity from ops.finding where slot = 'chain' order by 1")" \
	"7 validate sex code record
8 validate  R-1 warning"
is "the night's figures come from the chain" "$(rows "select delivered, rejected_by_all from ops.night n
	where read = (select sum(read) from ops.load l join ops.unit u using (unit) where u.feed = 'young')")" \
	"$(rows "select sum(coalesce(s.read, l.read)), sum(l.rejected) + 6 from ops.load l join ops.unit u using (unit)
		left join ops.load_stage s on s.unit = l.unit and s.load_no = l.load_no and position = 1 where u.feed = 'young'")"

# --- references
load provider <<-'END'
	2 P1 One
	3 P2 Two
END
is "the feed provider itself is free" "$code" 0
load young --slot new <<-'END'
	2 P1 @71 - m -
	3 P8 @72 - m -
	4 P9 @73 - m -
END
is "providers that are not known hold a delivery" "$code $(rows "select gate, observed from ops.open_hold where slot = 'new'")" \
	"75 provider-known 2"
load provider --slot more <<-'END'
	2 P8 Eight
	3 P9 Nine
END
load young --slot new <<-'END'
	2 P1 @71 - m -
	3 P8 @72 - m -
	4 P9 @73 - m -
END
is "once they are known it goes in by itself" "$code $(counts) $(query "select count(*) from ops.open_hold where slot = 'new'")" \
	"0 3 read: 3 inserted 0"
load young --slot both < <(many 30 5 | sed 's/P2/P7/')
is "two gates at once" "$(rows "select gate from ops.open_hold where slot = 'both' order by 1")" "provider-known
reject-share"
query "select ops.decide('test/young/both', 'release')" >/dev/null
load young --slot both < <(many 30 5 | sed 's/P2/P7/')
is "and released at once" "$code $status" "0 applied"

# --- a snapshot that lacks most of what stands
some() {
	seq "$1" "$2" | sed 's/.*/& P9 @8& - m -/'
}
load young --slot whole --mode snapshot < <(some 1 30)
is "the first snapshot has nothing to lack" "$code $(counts)" "0 30 read: 30 inserted"
load young --slot whole --mode snapshot <<<""
is "one without a record is held" "$code $(rows "select gate, observed, threshold from ops.open_hold where slot = 'whole'")" \
	"75 gone-share 1.0000 0.5"
load young --slot whole --mode snapshot < <(some 1 14)
is "so is one that was cut short" "$code $(rows "select gate, observed from ops.open_hold where slot = 'whole'")" \
	"75 gone-share 0.5333"
is "nothing of what stood is gone" "$(query "select count(*) from core.young where provider = 'P9' and load_no = 1
	and unit = ops.unit_key('test', 'young', 'whole')")" 30
load young --slot whole --mode snapshot < <(some 16 60)
is "half of it may go" "$code $(counts)" "0 45 read: 30 inserted, 15 unchanged, 15 retired"
load young --slot whole --mode snapshot < <(some 1 10)
"$BUILD/ontrack" release test/young/whole >/dev/null
load young --slot whole --mode snapshot < <(some 1 10)
is "and all of it where somebody says so" "$code $(counts)" "0 10 read: 10 inserted, 45 retired"
load young --slot few --mode snapshot < <(some 101 119)
load young --slot few --mode snapshot < <(some 101 101)
is "of fewer than 20 rows a share says nothing" "$code $(counts)" "0 1 read: 1 unchanged, 18 retired"

check_ledger
done_testing
