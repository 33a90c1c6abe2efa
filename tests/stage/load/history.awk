# history.awk - makes up a history of deliveries, and says what load must make of it.
#
#   awk -v seed=N -v steps=N -v out=DIR -f history.awk
#
# Step N is DIR/N.load (feed and options), DIR/N.records (as common.sh has them) and, from a model of
# its own that keeps everything in associative arrays, DIR/N.state: status, counts, and all that must
# be stored then. See model_history.sh.
#
# Four providers deliver in the four modes, three feeds each, few keys and few values, so that they
# meet: records come again and change, lose and change their parent, come before it, twice, in
# contradiction, without a key; months come late and again; deliveries return (A, B, A) and are
# replayed. A version is a string: values / person / slot / load / row / month.

function draw(n) { # 0 .. n-1 (Park and Miller's generator: exact in doubles, the same in every awk)
    random = (random * 16807) % 2147483647
    return int(random / 2147483647 * n)
}
function chance(percent) { return draw(100) < percent }
function one_of(list, part) { return part[1 + draw(split(list, part, " "))] }

# --- deliveries

function draw_record(feed, provider, key) {
    key = "@" (1 + draw(4))
    if (feed == "young")
        return provider " " key " " one_of("@7 @8 -") " " one_of("a b") " " one_of("1 2")
    if (feed == "stay")
        return provider " " key " @" (1 + draw(4)) " " one_of("1 2")
    return provider " " key " @" (1 + draw(4)) " " one_of("5 6")
}

function draw_content(feed, provider, count, i, record, text, row) {
    count = chance(6) ? 0 : 1 + draw(5)
    row = 1
    for (i = 0; i < count; i++) {
        record = draw_record(feed, provider)
        if (chance(3))
            sub(/@[0-9]+/, "-", record)
        text = text (row += 1 + draw(2)) " " record "\n"
        if (chance(12))
            text = text (row += 1) " " record "\n"
    }
    return text
}

# The four ways of a provider: which slot, month and mode.
function draw_unit() {
    provider = one_of("D A S M N")
    feed = one_of("young stay stay visit visit")
    month = "-"
    if (provider == "D" || provider == "A" || provider == "S") {
        mode = provider == "D" ? "delta" : provider == "A" ? "append" : "snapshot"
        slot = provider "-" one_of("x y")
    } else {
        mode = "period"
        month = 1 + draw(4)
        slot = provider == "M" ? "M-" month : "N"
    }
}

# --- versions

function version(values, person, unit, load, row, period) {
    return values "/" person "/" unit "/" load "/" row "/" period
}
function part(text, n, parts) { split(text, parts, "/"); return parts[n] }
function values_of(v) { return part(v, 1) }
function person_of(v) { return part(v, 2) }
function unit_of(v) { return part(v, 3) }
function month_of(v) { return part(v, 6) }
function says_same(v, w) { return values_of(v) == values_of(w) && person_of(v) == person_of(w) }
function with_person(v, person, parts) {
    split(v, parts, "/")
    return version(parts[1], person, parts[3], parts[4], parts[5], parts[6])
}

# k is "feed provider key" everywhere below.
function feed_of(k, parts) { split(k, parts, " "); return parts[1] }
function parent_key(k, v, parts, refs) {
    split(k, parts, " ")
    split(values_of(v), refs, " ")
    return (parts[1] == "visit" ? "stay " : "young ") parts[2] " " refs[1]
}
# Whose record it is; "" where the parent is not there.
function resolve(k, v, parts) {
    split(k, parts, " ")
    if (parts[1] == "young")
        return parts[3]
    return (parent_key(k, v) in current) ? person_of(current[parent_key(k, v)]) : ""
}

function bury(k, v, reason) {
    history[++buried] = k "/" v "/" reason " " job
}
function topple(k, period) {
    if ((k, period) in standing)
        bury(k, standing[k, period], "replaced")
    delete standing[k, period]
    delete stood_by[k, period]
}

# --- what a record does

function apply_current(k, v, take_over, c) {
    if (!(k in current)) {
        current[k] = v
        return "inserted"
    }
    c = current[k]
    if (says_same(c, v) && !(take_over && unit_of(c) != unit_of(v)))
        return "unchanged"
    bury(k, c, "updated")
    current[k] = v
    return "updated"
}

function apply_period(k, v, c, m) {
    m = month_of(v)
    if (!(k in current)) {
        current[k] = v
        return "inserted"
    }
    c = current[k]
    if (month_of(c) == m) {
        if (says_same(c, v))
            return "unchanged"
        bury(k, c, "replaced")
        current[k] = v
        return "updated"
    }
    if (((k, m) in standing) && says_same(standing[k, m], v))
        return "unchanged"
    topple(k, m)
    if (month_of(c) + 0 > m + 0) {
        standing[k, m] = v
        stood_by[k, m] = "older-period " job
    } else {
        standing[k, month_of(c)] = c
        stood_by[k, month_of(c)] = "newer-period " job
        current[k] = v
    }
    return "updated"
}

function apply_version(k, v, how) {
    return how == "period" ? apply_period(k, v) : apply_current(k, v, how == "snapshot")
}

# --- what a delivery does not say any more

function latest_standing(k, m) {
    for (m = 12; m > 0; m--)
        if ((k, m) in standing)
            return m
    return 0
}

function fall_back(k, m) {
    m = latest_standing(k)
    bury(k, current[k], m ? "replaced" : "retired")
    if (!m) {
        delete current[k]
        return count["retired"]++
    }
    current[k] = standing[k, m]
    delete standing[k, m]
    delete stood_by[k, m]
    place(k)
    count["restored"]++
}

function retire(k, c) {
    for (k in current) {
        c = current[k]
        if (feed_of(k) != feed || unit_of(c) != slot || (k in came) || month_of(c) != month)
            continue
        gone[k] = 1
    }
    for (k in gone) {
        if (mode == "period") {
            fall_back(k)
        } else {
            bury(k, current[k], "retired")
            delete current[k]
            count["retired"]++
        }
        delete gone[k]
    }
}

function take_back(i, pair) {
    for (i in standing) {
        split(i, pair, SUBSEP)
        if (feed_of(pair[1]) == feed && unit_of(standing[i]) == slot && pair[2] == month &&
            !(pair[1] in came))
            gone[pair[1]] = 1
    }
    for (i in gone) {
        topple(i, month)
        delete gone[i]
    }
}

# --- parents and children

# Brings a current row under the person that its parent has now.
function place(k, person) {
    person = resolve(k, current[k])
    if (person == "" || person == person_of(current[k]))
        return
    bury(k, current[k], "re-resolved")
    current[k] = with_person(current[k], person)
}

function adopt(child, k, m, i, pair) {
    for (m = 0; m <= 12; m++)
        for (i in waiting) {
            split(i, pair, SUBSEP)
            k = pair[1]
            if (feed_of(k) != child || (pair[2] == "-" ? 0 : pair[2]) != m || resolve(k, waiting[i]) == "")
                continue
            apply_version(k, with_person(waiting[i], resolve(k, waiting[i])), waits_as[i])
            settled[child " " unit_of(waiting[i]) " " part(waiting[i], 4) " " part(waiting[i], 5) " parent-missing"] = 1
            count["adopted"]++
            found[i] = 1
        }
    for (i in found) {
        delete waiting[i]
        delete waits_as[i]
        delete found[i]
    }
}

function settle_children(parent, child, k) {
    child = parent == "young" ? "stay" : parent == "stay" ? "visit" : ""
    if (child == "")
        return
    for (k in current)
        if (feed_of(k) == child)
            place(k)
    adopt(child)
    settle_children(child)
}

# --- a delivery

function reject(row, rule) {
    rejects[++rejected_ever] = feed " " slot " " load_no " " row " " rule
    count["rejected"]++
}

# Leaves the records that stand in kept[key], their rows in row_of[key].
function settle_duplicates(content, lines, n, i, cells, k, values, tally_k) {
    n = content == "" ? 0 : split(content, lines, "\n") - 1
    count["read"] = n
    for (i = 1; i <= n; i++) {
        split(lines[i], cells, " ")
        if (cells[3] == "-") {
            reject(cells[1], "key-missing")
            continue
        }
        k = feed " " cells[2] " " cells[3]
        values = cells[4] " " cells[5] (feed == "young" ? " " cells[6] : "")
        came[k] = 1
        rows[k] = rows[k] " " cells[1]
        if (!(k in kept)) {
            kept[k] = values
            row_of[k] = cells[1]
        } else if (kept[k] != values) {
            conflict[k] = 1
        }
    }
    for (k in kept) {
        n = split(rows[k], cells, " ")
        for (i = 1; i <= n && (k in conflict); i++)
            reject(cells[i], "key-conflict")
        if (k in conflict)
            delete kept[k]
        else
            count["duplicate"] += n - 1
    }
}

# Mode append adds: a key that is known with something else stays as it is, unless it came from this
# very delivery.
function refuse_known(k, v) {
    for (k in kept) {
        v = (k in current) ? current[k] : ((k, "-") in waiting) ? waiting[k, "-"] : ""
        if (v == "" || values_of(v) == kept[k] ||
            (unit_of(v) == slot && sent[feed, slot, part(v, 4)] == content))
            continue
        reject(row_of[k], "key-exists")
        delete kept[k]
    }
}

function settle_waiting(k, i, pair) {
    for (k in kept)
        delete waiting[k, month]
    if (mode == "snapshot" || mode == "period")
        for (i in waiting) {
            split(i, pair, SUBSEP)
            if (feed_of(pair[1]) == feed && unit_of(waiting[i]) == slot && pair[2] == month &&
                !(pair[1] in came))
                delete waiting[i]
        }
    for (k in orphan) {
        waiting[k, month] = orphan[k]
        waits_as[k, month] = mode
    }
}

# Whether a delivery that is read again finds a row that another unit has given since it came.
function newer(k, c) {
    c = (k in current) ? current[k] : ""
    return again && mode != "append" && mode != "period" && c != "" && unit_of(c) != slot &&
        month_of(c) == month && arrived[feed, unit_of(c), part(c, 4)] > arrived[feed, slot, load_no]
}

function deliver(k, v, person, said) {
    load_no = ++loads[feed, slot]
    job = slot " " load_no
    again = load_no > 1 && sent[feed, slot, load_no - 1] == content
    arrived[feed, slot, load_no] = again ? arrived[feed, slot, load_no - 1] : step
    sent[feed, slot, load_no] = content
    settle_duplicates(content)
    if (mode == "append")
        refuse_known()
    for (k in kept) {
        v = version(kept[k], "", slot, load_no, row_of[k], month)
        person = resolve(k, v)
        if (person != "" && newer(k)) {
            count["unchanged"]++
            delete kept[k]
            continue
        }
        said = 1
        if (person == "") {
            reject(row_of[k], "parent-missing")
            orphan[k] = v
        } else {
            count[apply_version(k, with_person(v, person), mode)]++
        }
    }
    if (said && mode == "period")
        take_back()
    if (said && (mode == "snapshot" || mode == "period"))
        retire()
    if (said)
        settle_waiting()
    settle_children(feed)
}

# --- what must be there

function write_state(status, names, text, pair, n, i, k) {
    file = out "/" step ".state"
    n = split("inserted updated unchanged duplicate rejected retired restored adopted", names, " ")
    for (i = 1; i <= n; i++)
        if (count[names[i]])
            text = text (text == "" ? "" : ", ") count[names[i]] " " names[i]
    print "status " status > file
    print "counts " count["read"] + 0 " read: " (text == "" ? "nothing" : text) > file
    for (k in current)
        print "current " k "/" current[k] > file
    for (i = 1; i <= buried; i++)
        print "history " history[i] > file
    for (i in standing) {
        split(i, pair, SUBSEP)
        print "history " pair[1] "/" standing[i] "/" stood_by[i] > file
    }
    for (i in waiting) {
        split(i, pair, SUBSEP)
        print "waiting " pair[1] "/" waiting[i] > file
    }
    for (i = 1; i <= rejected_ever; i++)
        print "reject " rejects[i] " " ((rejects[i] in settled) ? "t" : "f") > file
    close(file)
}

function forget() {
    split("", count)
    split("", came)
    split("", kept)
    split("", rows)
    split("", row_of)
    split("", conflict)
    split("", orphan)
}

function write_delivery(options) {
    options = feed " --slot " slot " --mode " mode
    if (month != "-")
        options = options " --period 2024-0" month
    if (edition[feed, slot])
        options = options " --mapping " edition[feed, slot]
    print options > (out "/" step ".load")
    printf "%s", content > (out "/" step ".records")
    close(out "/" step ".load")
    close(out "/" step ".records")
}

BEGIN {
    random = 1 + seed % 2147483646
    draw(1)
    draw(1)
    for (step = 1; step <= steps; step++) {
        draw_unit()
        content = sends[feed, slot, month] && chance(25) \
            ? sent_ever[feed, slot, month, 1 + draw(sends[feed, slot, month])] \
            : draw_content(feed, provider)
        sent_ever[feed, slot, month, ++sends[feed, slot, month]] = content
        known = loads[feed, slot] && sent[feed, slot, loads[feed, slot]] == content
        if (known && chance(50)) {
            edition[feed, slot]++
            known = 0
        }
        forget()
        write_delivery()
        if (known)
            count["read"] = count["unchanged"] = content == "" ? 0 : split(content, lines, "\n") - 1
        else
            deliver()
        write_state(known ? "unchanged" : "applied")
    }
}
