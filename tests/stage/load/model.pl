#!/usr/bin/perl
# model.pl LOAD CONTRACTS WORK SEED STEPS - loads deliveries drawn at random, and keeps beside the database
# a plain model of what the modes mean: hashes of statements, no SQL. After each load the two must be
# equal, the counts must be those of the model, every child must be under its parent's person, and no record
# may wait whose parent is there. Says where they first differ, and exits 1.
use strict;
use warnings;

my ($load, $contracts, $work, $seed, $steps) = @ARGV;

# The same numbers everywhere: Park and Miller's minimal standard generator.
sub draw { $seed = $seed * 16807 % 2147483647; return $seed % $_[0] }
sub some { my ($share, @of) = @_; return grep { draw(100) < $share } @of }

# %young: what stands of P1 (delta), of P2 (two snapshots: by slot) and of P3 (months: by month).
# %stay: P1's stays, delta; %visit: their visits, by month. %waits: what waits, by the same.
my (%young, %stay, %visit, %stay_waits, %visit_waits);

# Each key once or, some, twice the same (duplicate) or twice otherwise (conflict).
sub delivery {
    my ($value, @keys) = @_;
    my %d = (lines => [], said => {}, conflict => {}, duplicates => 0);
    for my $key (@keys) {
        my @cells = $value->();
        push @{ $d{lines} }, [$key, @cells];
        $d{said}{$key} = join ' ', @cells;
        my $again = draw(20);
        if ($again == 0) {
            push @{ $d{lines} }, [$key, @cells];
            $d{duplicates}++;
        } elsif ($again == 1) {
            push @{ $d{lines} }, [$key, @cells[0 .. $#cells - 1], 999];
            $d{conflict}{$key} = 1;
            delete $d{said}{$key};
        }
    }
    return \%d;
}

sub pseudonym { return sprintf '%032d', shift }

my $row = 0;
sub run_load {
    my ($feed, $header, $format, $d, @options) = @_;
    open my $out, '>', "$work/model" or die;
    print $out "source_row\t$header\n";
    print $out join("\t", ++$row, $format->(@$_)), "\n" for @{ $d->{lines} };
    print $out "\\.\n";
    close $out or die;
    unlink "$work/model.journal";
    system("'$load' '$contracts/$feed.json' --source model --reject-share 1 --journal '$work/model.journal' "
        . "--content-hash $row " . join(' ', @options) . " <'$work/model' 2>'$work/model.err'") == 0
        or fail("load of $feed failed");
    open my $in, '<', "$work/model.journal" or die;
    my %counts = <$in> =~ /"(\w+)":(\d+)/g;
    return \%counts;
}

sub fail { print "step $_[1]: " if defined $_[1]; print "$_[0]\n"; exit 1 }

# All of a step's comparisons are one call of psql: a line "--what" comes before the rows of each.
my (@queries, %expected_rows);
sub expect {
    my ($what, $query, @expected) = @_;
    push @queries, "select '--$what'", $query;
    $expected_rows{$what} = join '; ', sort @expected;
}
sub compare {
    my ($step) = @_;
    my (%got, $what);
    open my $in, '-|', 'psql', '-XqAt', '-F', ' ', '-c', join ';', @queries or die;
    while (my $line = <$in>) {
        chomp $line;
        if ($line =~ /^--(.*)/) { $got{ $what = $1 } = [] } else { push @{ $got{$what} }, $line }
    }
    close $in or fail('psql failed', $step);
    for my $name (sort keys %expected_rows) {
        my $rows = join '; ', sort @{ $got{$name} };
        $rows eq $expected_rows{$name} or fail("$name\n got $rows\n expected $expected_rows{$name}", $step);
    }
    @queries = %expected_rows = ();
}

sub check_counts {
    my ($step, $what, $got, %expected) = @_;
    ($got->{$_} // 0) == $expected{$_} or fail("$what: $got->{$_} $_, expected $expected{$_}", $step) for sort keys %expected;
}

# --- what each kind of load does to the model
my @letters = qw(a b c);
sub young_cells { return ($letters[draw(3)], draw(3)) }
sub young_format {
    my ($provider) = @_;
    return sub { my ($key, $sex, $score) = @_; return ($provider, pseudonym($key), $sex, $score) };
}
my $young_header = "provider\tperson_ref\tsex\tscore";

sub adopt_stays {
    for my $key (keys %stay_waits) {
        my ($person) = split / /, $stay_waits{$key};
        $stay{$key} = delete $stay_waits{$key} if exists $young{P1}{$person};
    }
}
sub adopt_visits {
    for my $month (keys %visit_waits) {
        for my $key (keys %{ $visit_waits{$month} }) {
            my ($stay) = split / /, $visit_waits{$month}{$key};
            $visit{$month}{$key} = delete $visit_waits{$month}{$key} if exists $stay{$stay};
        }
    }
}

sub delta_of_young {
    my $d = delivery(\&young_cells, some(40, 1 .. 8));
    my %known = %{ $young{P1} // {} };
    my $got = run_load('young', $young_header, young_format('P1'), $d);
    $young{P1}{$_} = $d->{said}{$_} for keys %{ $d->{said} };
    adopt_stays();
    adopt_visits();
    return ($got,
        inserted => scalar(grep { !exists $known{$_} } keys %{ $d->{said} }),
        updated => scalar(grep { exists $known{$_} && $known{$_} ne $d->{said}{$_} } keys %{ $d->{said} }),
        duplicate => $d->{duplicates}, rejected => 2 * keys %{ $d->{conflict} });
}

sub snapshot_of_young {
    my $slot = draw(2);
    my $d = delivery(\&young_cells, some(70, $slot * 5 + 1 .. $slot * 5 + 5));
    my $old = $young{P2}{$slot} // {};
    my %new = %{ $d->{said} };
    exists $old->{$_} and $new{$_} = $old->{$_} for keys %{ $d->{conflict} };
    my @gone = grep { !exists $new{$_} } keys %$old;
    if (!%{ $d->{said} }) { %new = %$old; @gone = () }
    $young{P2}{$slot} = \%new;
    return (run_load('young', $young_header, young_format('P2'), $d, '--mode snapshot', "--slot s$slot"),
        retired => scalar @gone);
}

# A month's new statements: what it says, and what it said of keys that came but were rejected. A
# delivery of which nothing stands, not even waiting, takes nothing back.
sub restate {
    my ($old, $said, $rejected, $stands) = @_;
    my %new = %$said;
    my $keep = $stands ? $rejected : { %$old, %$rejected };
    exists $old->{$_} && !exists $new{$_} and $new{$_} = $old->{$_} for keys %$keep;
    return \%new;
}

sub latest {
    my ($months) = @_;
    my %now;
    for my $month (sort keys %$months) {
        $now{$_} = "$months->{$month}{$_} $month" for keys %{ $months->{$month} };
    }
    return \%now;
}

sub month_of_young {
    my $month = '0' . (1 + draw(4));
    my $d = delivery(\&young_cells, some(60, 1 .. 5));
    $young{P3}{$month} = restate($young{P3}{$month} // {}, $d->{said}, $d->{conflict}, scalar %{ $d->{said} });
    return run_load('young', $young_header, young_format('P3'), $d, '--mode period', "--period 2024-$month", "--slot m$month");
}

sub delta_of_stay {
    my $d = delivery(sub { return (1 + draw(8), draw(5)) }, some(40, 1 .. 6));
    my $got = run_load('stay', "provider\tstay_ref\tperson_ref\tweeks",
        sub { my ($key, $person, $weeks) = @_; return ('P1', pseudonym(50 + $key), pseudonym($person), $weeks) }, $d);
    for my $key (keys %{ $d->{said} }) {
        my ($person) = split / /, $d->{said}{$key};
        delete $stay_waits{$key};
        my $to = exists $young{P1}{$person} ? \%stay : \%stay_waits;
        $to->{$key} = $d->{said}{$key};
    }
    adopt_visits();
    return $got;
}

sub month_of_visit {
    my $month = '0' . (1 + draw(3));
    my $d = delivery(sub { return (1 + draw(6), draw(5)) }, some(50, 1 .. 6));
    my $got = run_load('visit', "provider\tvisit_ref\tstay_ref\tminutes",
        sub { my ($key, $stay, $minutes) = @_; return ('P1', pseudonym(80 + $key), pseudonym(50 + $stay), $minutes) },
        $d, '--mode period', "--period 2024-$month", "--slot m$month");
    my (%there, %missing);
    for my $key (keys %{ $d->{said} }) {
        my ($stay) = split / /, $d->{said}{$key};
        (exists $stay{$stay} ? \%there : \%missing)->{$key} = $d->{said}{$key};
    }
    $visit{$month} = restate($visit{$month} // {}, \%there, { %missing, %{ $d->{conflict} } }, scalar %{ $d->{said} });
    my $waits = $visit_waits{$month} //= {};
    for my $key (keys %$waits) {
        delete $waits->{$key} if exists $there{$key} || exists $missing{$key} || (%{ $d->{said} } && !exists $d->{conflict}{$key});
    }
    $waits->{$_} = $missing{$_} for keys %missing;
    return $got;
}

my $number = q{ltrim(split_part(%s::text, '-', 5), '0')::int};
sub number { my ($column, $less) = @_; return sprintf("$number - %d", $column, $less) }

for my $step (1 .. $steps) {
    my ($got, %expected);
    my $kind = draw(5);
    ($got, %expected) = delta_of_young() if $kind == 0;
    ($got, %expected) = snapshot_of_young() if $kind == 1;
    $got = month_of_young() if $kind == 2;
    $got = delta_of_stay() if $kind == 3;
    $got = month_of_visit() if $kind == 4;
    check_counts($step, "kind $kind", $got, %expected);

    expect('P1', "select " . number('person_key', 0) . ", sex, score from core.young where provider = 'P1'",
        map { "$_ $young{P1}{$_}" } keys %{ $young{P1} });
    expect('P2', "select " . number('person_key', 0) . ", sex, score from core.young where provider = 'P2'",
        map { my $s = $_; map { "$_ $young{P2}{$s}{$_}" } keys %{ $young{P2}{$s} } } keys %{ $young{P2} });
    my $now = latest($young{P3} // {});
    expect('P3', "select " . number('person_key', 0) . ", sex, score, to_char(period, 'MM') from core.young where provider = 'P3'",
        map { "$_ $now->{$_}" } keys %$now);
    expect('all months', "select " . number('person_key', 0) . ", sex, score, to_char(period, 'MM') from core.young where provider = 'P3'
        union all select " . number('person_key', 0) . ", sex, score, to_char(period, 'MM') from core.young_history
        where provider = 'P3' and reason in ('newer-period', 'older-period')",
        map { my $m = $_; map { "$_ $young{P3}{$m}{$_} $m" } keys %{ $young{P3}{$m} } } keys %{ $young{P3} });
    expect('stays', "select " . number('stay_ref', 50) . ", " . number('person_ref', 0) . ", weeks from core.stay",
        map { "$_ $stay{$_}" } keys %stay);
    expect('stays that wait', "select " . number('stay_ref', 50) . ", " . number('person_ref', 0) . ", weeks from core.stay_waiting",
        map { "$_ $stay_waits{$_}" } keys %stay_waits);
    my $visits = latest(\%visit);
    expect('visits', "select " . number('visit_ref', 80) . ", " . number('stay_ref', 50) . ", minutes, to_char(period, 'MM') from core.visit",
        map { "$_ $visits->{$_}" } keys %$visits);
    expect('visits that wait',
        "select " . number('visit_ref', 80) . ", " . number('stay_ref', 50) . ", minutes, to_char(period, 'MM') from core.visit_waiting",
        map { my $m = $_; map { "$_ $visit_waits{$m}{$_} $m" } keys %{ $visit_waits{$m} } } keys %visit_waits);
    expect('a visit of one person in a stay of another', "select 'x' from core.visit v join core.stay s
        using (provider, stay_ref) where v.person_key is distinct from s.person_key
        union all select 'x' from core.stay s where s.person_key is distinct from s.person_ref");
    compare($step);
}
