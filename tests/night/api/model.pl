#!/usr/bin/perl
# model.pl ONTRACK CONFIG FOLDER SEED NIGHTS - nights of four sources that are made up at random, each an API
# over a table that others write to, also while its pages are read; held against what the table held.
#
# This program is the four servers, the writers, their clock (nothing here depends on the real one) and
# the model: every version of every row, with the time stamp that its writer's clock gave it and the time
# from which others see it. Clocks are wrong by up to half a day, transactions are committed up to half a
# day late; a few are later than the overlap of a day, which only the next whole can find. Time stamps
# are often equal. Answers fail, are cut off, or do not come for a night; a run is killed now and then.
#
# After each night, of each source that was applied:
#   a row that stood when the fetch began, in a version within the overlap, is there, as it was then or later;
#   whatever is there stood at some time; after a whole nothing else is there.
# After a last quiet whole core equals the table. Prints the first difference, with the seed, and exits 1.
use strict;
use warnings;
use IO::Socket::INET;
use POSIX qw(strftime WNOHANG);
use Time::Local qw(timegm);

my ($ontrack, $config, $folder, $seed, $nights) = @ARGV;
my $given = $seed;
use constant { HOUR => 3600, DAY => 86400, PAGE => 4, FULL => 4 };
use constant OVERLAP => DAY; # what is late by half a day under a clock that is wrong by half a day, just
my $begin = timegm(0, 0, 2, 1, 2, 125); # 2025-03-01 02:00
my $now = $begin - 40 * DAY;
my $versions = 0;

# The same numbers everywhere: Park and Miller's minimal standard generator.
sub draw { $seed = $seed * 16807 % 2147483647; return int($seed / 2147483647 * $_[0]) }
sub edge { my $n = draw($_[0]); return chance(50) ? $n : $_[0] - int($n / 8) } # often nearly all of it
sub chance { return draw(1000) < 10 * $_[0] }

my @sources = (
    { name => 'by_cursor', provider => '999901', format => 'json', order => 'stamp',
      paging => '"by": "cursor", "parameter": "after", "path": "next"' },
    { name => 'by_url', provider => '999902', format => 'json', order => 'id',
      paging => '"by": "url", "path": "next"' },
    { name => 'by_number', provider => '999903', format => 'json', order => 'id',
      paging => '"by": "number", "parameter": "page", "total_records": "total"' },
    { name => 'by_link', provider => '999904', format => 'ndjson', order => 'stamp',
      paging => '"by": "link"' });
my %source = map { $_->{name} => $_ } @sources;

sub fail { print "seed $given: $_[0]\n"; exit 1 }
sub iso { return strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $_[0]) }

# --- the tables: $s->{rows}{id} = [ {value, stamp, visible, deleted}, ... ], the latest visible last

sub version_at {
    my ($versions_of, $time) = @_;
    my $found;
    for my $v (@$versions_of) { $found = $v if $v->{visible} <= $time }
    return $found && !$found->{deleted} ? $found : undef;
}

sub write_row {
    my ($s, $id, $time, $deleted) = @_;
    my $row = $s->{rows}{$id} //= [];
    my $delay = $deleted ? 0 : chance(4) ? 3 * DAY + draw(DAY) : chance(50) ? edge(12 * HOUR) : 0;
    my $skew = chance(60) ? (chance(50) ? 1 : -1) * edge(11.5 * HOUR) : 0;
    $skew = 30 * DAY if chance(1);
    my $stamp = $time + $skew;
    $stamp -= $stamp % 600 if chance(60);
    # A row that somebody is writing to, or has been in this fetch, is locked.
    return if @$row && ($row->[-1]{visible} > $time || ($s->{began} && $row->[-1]{visible} >= $s->{began}));
    return if $deleted && !version_at($row, $time);
    push @$row, { value => ++$versions, stamp => $stamp, visible => $time + $delay, deleted => $deleted };
}

sub after {
    my ($s, $row, $key) = @_;
    return 1 unless defined $key;
    return $row->{id} > $key if $s->{order} eq 'id';
    my ($stamp, $id) = split /_/, $key;
    return $row->{stamp} > $stamp || ($row->{stamp} == $stamp && $row->{id} > $id);
}

# Rows that are to be read next are changed most.
sub write_something {
    my ($s, $time, $read_to) = @_;
    my $kind = draw(100);
    my $id = 1 + draw($s->{last} || 1);
    if ($read_to && chance(60)) {
        my @rows = grep { after($s, $_, $read_to) } listing($s, 0);
        return if !@rows;
        $id = $rows[draw(@rows > 12 ? 12 : scalar @rows)]{id};
        $kind = 50;
    }
    if ($kind < 35) { write_row($s, ++$s->{last}, $time, 0) }
    elsif ($kind < 92) { write_row($s, $id, $time, 0) }
    else { write_row($s, $id, $time, 1) }
}

sub listing {
    my ($s, $since) = @_;
    my @rows;
    for my $id (keys %{ $s->{rows} }) {
        my $v = version_at($s->{rows}{$id}, $now);
        push @rows, { id => $id, %$v } if $v && $v->{stamp} >= $since;
    }
    return sort { ($s->{order} eq 'stamp' && $a->{stamp} <=> $b->{stamp}) || $a->{id} <=> $b->{id} } @rows;
}

# --- the servers

sub json_of {
    my ($row) = @_;
    my $stamp = $row->{id} % 3 ? iso($row->{stamp})
        : strftime('%Y-%m-%dT%H:%M:%S.000+01:00', gmtime $row->{stamp} + HOUR);
    return qq({"ref":"$row->{id}","amount":$row->{value},"changed":"$stamp"});
}

sub answer {
    my ($s, $path, %q) = @_;
    my $since = 0;
    if ($q{since}) {
        my @t = $q{since} =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)Z$/ or fail("asked since '$q{since}'");
        $since = timegm($t[5], $t[4], $t[3], $t[2], $t[1] - 1, $t[0]);
    }
    my @rows = listing($s, $since);
    my $total = @rows;
    my $from = defined $q{page} ? ($q{page} - 1) * PAGE : 0;
    @rows = grep { after($s, $_, $q{after}) } @rows;
    my @page = grep { defined } @rows[$from .. $from + PAGE - 1];
    my $more = @rows > $from + PAGE;
    my $last = @page ? ($s->{order} eq 'id' ? $page[-1]{id} : "$page[-1]{stamp}_$page[-1]{id}") : '';
    my $link = "/$s->{name}?" . ($q{since} ? "since=" . iso($since) . "&" : '') . "after=$last";
    my $records = join $s->{format} eq 'json' ? ',' : "\n", map { json_of($_) } @page;
    my $next = !$more ? 'null' : $s->{name} eq 'by_url' ? qq("$link") : qq("$last");
    $s->{read_to} = $last;
    return ($records, $more ? "Link: <$link>; rel=\"next\"\r\n" : '') if $s->{format} eq 'ndjson';
    return (qq({"total":$total,"next":$next,"data":[$records]}), '');
}

my ($kill_at, $killed, $child) = (0, 0);
sub serve {
    my ($client) = @_;
    my ($head, $part) = ('');
    while ($head !~ /\r\n\r\n/ && sysread($client, $part, 4096)) { $head .= $part }
    my ($path, $query) = $head =~ m{^GET /(\w+)\??(\S*) } or return;
    my $s = $source{$path} or fail("asked for '$path'");
    my %q = map { s/%(..)/chr hex $1/ger } map { split /=/, $_, 2 } split /&/, $query;
    if (!$s->{asked}++) {
        $s->{began} = $now;
        $s->{whole} = !$q{since};
    }
    if ($kill_at && --$kill_at == 0) {
        kill 'KILL', $child;
        waitpid $child, 0;
        return $killed = 1;
    }
    my ($body, $header) = answer($s, $path, %q);
    my $date = "Date: " . strftime('%a, %d %b %Y %H:%M:%S GMT', gmtime $now) . "\r\n";
    my $length = length $body;
    my $status = $s->{down} ? '404 Not Found' : '200 OK';
    if (!$s->{quiet} && chance(2)) {
        if (chance(50)) { $status = '503 Service Unavailable' } else { $body = substr $body, 0, $length / 2 }
    }
    print $client "HTTP/1.1 $status\r\n$date${header}Content-Length: $length\r\nConnection: close\r\n\r\n$body";
    return if $s->{quiet};
    $now += 1 + draw(30);
    for (1 .. ($s->{name} eq 'by_number' ? chance(8) : draw(6))) { write_something($s, $now, $s->{read_to}) }
}

# Answers one request, if one is waiting.
my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 16) or die "cannot listen: $!";
sub next_client {
    my ($seconds) = @_;
    my $ready = '';
    vec($ready, fileno $listener, 1) = 1;
    return select($ready, undef, undef, $seconds) > 0 ? $listener->accept : undef;
}

# One run of the night, answering whatever it asks. Its exit code, 137 where it was killed.
sub run {
    my ($as_of) = @_;
    while (my $late = next_client(0)) { close $late } # of a run that was killed
    $_->{asked} = 0 for @sources;
    $killed = 0;
    $child = fork // die;
    if (!$child) {
        open STDOUT, '>>', "$folder/said" or die;
        open STDERR, '>&', \*STDOUT or die;
        exec $ontrack, 'run', '--config', $config, '--as-of', $as_of or die;
    }
    while (!$killed && waitpid($child, WNOHANG) == 0) {
        my $client = next_client(0.02) or next;
        serve($client);
        close $client;
    }
    return $killed ? 137 : $? >> 8;
}

# --- the database

sub ask {
    open my $in, '-|', 'psql', '-XqAt', '-F', ' ', '-c', $_[0] or die;
    my @rows = <$in>;
    close $in or fail('psql failed');
    chomp @rows;
    return @rows;
}

sub stored {
    my ($s) = @_;
    return { map { split / / } ask("select cost_ref, amount::bigint from core.cost where provider = '$s->{provider}'") };
}

# What may be there of a row, with what was seen of it from the fetch's beginning to its end.
sub check_row {
    my ($s, $id, $got, $where) = @_;
    my $row = $s->{rows}{$id};
    my $stood = version_at($row, $s->{began});
    my @seen = grep { defined } $stood, grep { $_->{visible} > $s->{began} && $_->{visible} <= $now && !$_->{deleted} } @$row;
    my $gone = grep { $_->{visible} > $s->{began} && $_->{visible} <= $now && $_->{deleted} } @$row;
    my $moved = $s->{order} eq 'stamp' && @seen > ($stood ? 1 : 0);
    if (!defined $got) {
        return if !$stood || $gone
            || (!$s->{whole} && ($moved || $stood->{visible} - $stood->{stamp} > OVERLAP));
        fail("$where: row $id is lost: version $stood->{value} of " . iso($stood->{stamp}) . ", seen from "
            . iso($stood->{visible}) . ", asked at " . iso($s->{began}));
    }
    return if grep { $_->{value} == $got } @seen;
    fail("$where: row $id has version $got, which did not stand") if !grep { $_->{value} == $got } @$row;
    fail("$where: row $id is there after a whole without it") if $s->{whole} && !@seen;
    # Changes do not tell what was deleted; and a row that changed meanwhile may stand before the cursor now.
    return if !$stood || ($gone && !$s->{whole}) || ($moved && !$s->{whole});
    fail("$where: row $id has version $got, not $stood->{value} of " . iso($stood->{stamp}))
        if $s->{whole} || $stood->{visible} - $stood->{stamp} <= OVERLAP;
}

my %count = (applied => 0, whole => 0, failed => 0, killed => 0);
sub check {
    my ($night, $as_of) = @_;
    my %failed = map { $_ => 1 } ask("select source from ops.failure where night = '$as_of'");
    for my $s (@sources) {
        if ($failed{ $s->{name} }) {
            $s->{down} || $s->{name} eq 'by_number' or fail("night $night: $s->{name} failed");
            $count{failed}++;
            next;
        }
        $count{ $s->{whole} ? 'whole' : 'applied' }++;
        my $got = stored($s);
        check_row($s, $_, $got->{$_}, "night $night, $s->{name}, " . ($s->{whole} ? 'whole' : 'changes'))
            for sort { $a <=> $b } keys %{ $s->{rows} };
    }
    return scalar %failed;
}

sub play {
    my ($night, $as_of, $quiet) = @_;
    my ($code, $failed);
    for my $s (@sources) {
        $s->{began} = 0;
        $s->{quiet} = $quiet;
        $s->{down} = !$quiet && chance(10);
    }
    $kill_at = !$quiet && chance(20) ? 1 + draw(40) : 0;
    while (($code = run($as_of)) == 137) { $count{killed}++; $kill_at = 0 }
    $failed = check($night, $as_of);
    ($code == 0 && !$failed) || ($code == 65 && $failed) or fail("night $night: exit code $code");
}

sub write_files {
    my $port = $listener->sockport;
    my @deliveries;
    for my $s (@sources) {
        my $record = $s->{format} eq 'json' ? '"record": "data", ' : '';
        open my $out, '>', "$folder/$s->{name}.json" or die;
        print $out qq({ "name": "$s->{name}", "version": "1.0.0", "format": "$s->{format}", "mode": "delta",
  "http": { "paging": { $s->{paging} }, "full": @{[FULL]},
            "since": { "parameter": "since", "path": "changed", "overlap": "1 day" } },
  "feeds": { "cost": { $record"fields": {
    "provider": {"constant": "$s->{provider}"}, "programme": {"constant": "ap"}, "cost_ref": {"path": "ref"},
    "period_start": {"constant": "2024-04-01"}, "period_end": {"constant": "2025-03-31"},
    "kind": {"constant": "revenue"}, "basis": {"constant": "block"}, "price_year": {"constant": "2024"},
    "amount": {"path": "amount"} } } } }\n);
        close $out or die;
        push @deliveries, qq({"source": "$folder/$s->{name}.json", "location": "http://127.0.0.1:$port/$s->{name}"});
    }
    open my $in, '<', $config or die;
    my $text = do { local $/; <$in> };
    $text =~ s/"deliveries": \[.*\]/'"deliveries": [' . join(",\n", @deliveries) . ']'/se or die;
    open my $out, '>', $config or die;
    print $out $text;
    close $out or die;
}

write_files();
$SIG{PIPE} = 'IGNORE';
for my $s (@sources) { write_row($s, ++$s->{last}, $now + draw(30 * DAY), 0) for 1 .. 25 }
for my $night (0 .. $nights - 1) {
    my $next = $begin + $night * DAY;
    for my $s (@sources) {
        my @times = sort { $a <=> $b } map { $next - 1 - draw($night ? 20 * HOUR : 5 * DAY) } 1 .. draw(18);
        $s->{began} = 0;
        write_something($s, $_) for @times;
    }
    $now = $next if $now < $next;
    play($night, strftime('%Y-%m-%d', gmtime $next), 0);
}
# All that is late has come; nobody writes; a whole is due.
my $last = $begin + ($nights + FULL + 4) * DAY;
$now = $last;
play('last', strftime('%Y-%m-%d', gmtime $last), 1);
for my $s (@sources) {
    $s->{whole} or fail("the last night of $s->{name} was not a whole");
    my %table = map { my $v = version_at($s->{rows}{$_}, $now); $v ? ($_ => $v->{value}) : () } keys %{ $s->{rows} };
    my $got = stored($s);
    join(' ', map { "$_=$got->{$_}" } sort keys %$got) eq join(' ', map { "$_=$table{$_}" } sort keys %table)
        or fail("after the last whole $s->{name} is not the table");
}
my ($loads) = ask('select count(*) from ops.load');
play('last, again', strftime('%Y-%m-%d', gmtime $last), 1);
(ask('select count(*) from ops.load'))[0] == $loads or fail('the last night, run again, loads again');
print "$given: ", join(', ', map { "$count{$_} $_" } sort keys %count), ", $versions versions\n";
