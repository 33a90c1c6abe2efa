#!/bin/bash
# codes.sh: lists that changed: each code is taken on the first and the last day of its validity and refused a day
# before and a day after. By hand, from the statute and the censuses' guides.
# shellcheck source=tests/judge_codes.sh
. "$(dirname "$0")/../judge_codes.sh"

# from FIRST CODE..., until LAST CODE..., always CODE...: as days() reads them
from() { printf '%s\n' "${@:2}" | sed "s/\$/ $1 -/"; }
until_() { printf '%s\n' "${@:2}" | sed "s/\$/ - $1/"; }
always() { printf '%s\n' "$@" | sed 's/$/ - -/'; }

# The School Attendance (Pupil Registration) (England) Regulations 2024, and what they replaced on 19 August 2024
attendance() {
	# shellcheck disable=SC1003 # a backslash as the stream has it
	always / '\\' L B P V W D X C E I M R S T G N O U Z '#'
	from 2024-08-19 K Q C1 C2 J1 Y1 Y2 Y3 Y4 Y5 Y6 Y7
	until_ 2024-08-18 H J Y
}
attendance | days | judge "attendance codes, morning" attendance am_code period_start
attendance | days | judge "attendance codes, afternoon" attendance pm_code period_start
is "and there are no others" "$(awk -F, 'NR > 1 { print $1 }' contracts/codes/attendance_code.csv | sort)" \
	"$(attendance | sed 's/ .*//; s/\\\\/\\/' | sort)"

# Reasons for suspension: "other" went with 2019/20; five came with 2020/21, and thirteen are in the set of 2025
reasons() {
	always PP PA VP VA BU RA SM DA DM TH DB
	until_ 2020-08-31 OT
	from 2020-09-01 OW LG DS MT PH
	from 2024-09-01 BW TB SB MB AB DR AR SR VR LD CB MP OS
}
reasons | days | judge "reasons for suspension" incident incident_reason incident_date
is "and there are no others, either" "$(awk -F, 'NR > 1 { print $1 }' contracts/codes/exclusion_reason.csv | sort)" \
	"$(reasons | cut -d' ' -f1 | sort)"

# What no source has verified is marked so.
is "unverified codes are marked" "$(awk -F, 'FNR > 1 && $NF == "t" && /AP census|from 2020\/21|set of 2025|source (M9|Q1|Q2)|F07/' \
	contracts/codes/*.csv)" ""
ok "and there are such" grep -q "^F07,.*,f$" contracts/codes/team_type.csv
done_testing
