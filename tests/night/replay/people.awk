# A month's people and their referrals, made up: -v seed=N, -v take=all|odd|even (which references), to stdout.
# Two writings of a date, two programmes, and what no rule lets in: no date, no client, closed before it was
# received, records of one key that differ.
function pick(n) { return 1 + int(rand() * n) }
function date(day, british,    t, text) {
	t = 1704110400 + day * 86400 # 2024-01-01
	text = strftime(british ? "%d/%m/%Y" : "%Y-%m-%d", t, 1)
	return text
}
function row(ref, client, received, closed, reason, programme) {
	printf "999901,%s,,Name,Other,%d-%02d-%02d,QX1 1ZH,R%03d,%s,%s,%s,%s\n", client,
		2006 + ref % 4, 1 + ref % 12, 1 + ref % 28, ref, received, closed, reason, programme
}
BEGIN {
	srand(seed)
	print "provider,client,nhs,surname,forename,born,postcode,referral,received,closed,reason,programme"
	for (ref = 1; ref <= 40; ref++) {
		if ((take == "odd" && ref % 2 == 0) || (take == "even" && ref % 2 == 1) || rand() < 0.2)
			continue
		day = pick(200); british = rand() < 0.3; shut = rand() < 0.5
		length_ = rand() < 0.25 ? -pick(20) : pick(250)
		client = rand() < 0.05 ? "" : sprintf("C%02d", ref)
		received = rand() < 0.05 ? "someday" : date(day, british)
		closed = shut ? date(day + length_, 0) : ""
		reason = shut ? sprintf("%02d", pick(9)) : ""
		programme = rand() < 0.3 ? "eip" : "ap"
		row(ref, client, received, closed, reason, programme)
		if (rand() < 0.05)
			row(ref, client, received, closed, reason, programme)
		if (shut && rand() < 0.1)
			row(ref, client, received, closed, reason == "01" ? "02" : "01", programme)
	}
}
