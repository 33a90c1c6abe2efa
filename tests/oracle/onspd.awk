# onspd.awk - a made-up ONS postcode directory, with the columns of a published one: awk -v rows=N [-v seed=S]
# [-v shift=K] -f onspd.awk. Its areas begin with Q, V and X, as no British postcode does, but for GIR 0AA.
# With another shift the same postcodes lie in other local authorities, as after a reorganisation.
function digits(n, width) { return sprintf("%0" width "d", n) }
function month(from, to,    m) {
	m = from + int(rand() * (to - from + 1))
	return digits(int(m / 12), 4) digits(m % 12 + 1, 2)
}
function line(out, inner,    postcode, la, area, nation, intro, term, rank, number) {
	postcode = out " " inner
	number = done == 1 ? 32844 : int(rand() * 32844) + 1 # so that the highest rank is there
	nation = substr(out, 1, 1) == "V" ? "W" : substr(out, 1, 1) == "X" ? "S" : "E"
	la = nation == "E" ? "E0900" digits((sector + shift) % 33 + 1, 4) : nation == "W" ? "W060000" digits(sector % 22 + 1, 2) : \
		"S120000" digits(sector % 32 + 1, 2)
	if (sector % 97 == 0)
		la = "L99999999"
	area = nation == "E" ? "E01" digits(number, 6) : nation == "W" ? "W01" digits(number % 1909, 6) : "S01" digits(number % 6976, 6)
	rank = nation == "E" ? number : number % 1909 + 1
	if (la == "L99999999") {
		area = "L99999999"
		rank = ""
	}
	intro = rand() < 0.5 ? "198001" : month(1980 * 12, 2020 * 12)
	term = ""
	if (rand() < 0.33)
		term = month(substr(intro, 1, 4) * 12 + substr(intro, 5) - 1, 2025 * 12 + 6)
	if (done > 1 && rand() < 0.01)
		la = area = rank = ""
	# pcd has seven characters, pcd2 eight
	printf "\"%-4s%s\",\"%-4s %s\",\"%s\",\"%s\",\"%s\",\"E99999999\",\"E99999999\",\"%s\",\"E05000001\",\"%s\",0,0000000,0000000,1,\"E92000001\",\"E12000007\",\"E14000639\",\"%s\",\"%s\",51.5,-0.1,\"%s\",\"E00000001\",\"E54000027\"\n", \
		out, inner, out, inner, postcode, intro, term, la, "E99999999", area, area, rank
}
BEGIN {
	srand(seed == "" ? 1 : seed)
	shift += 0
	split("A B D E F G H J L N P Q R S T U W X Y Z", letter, " ")
	split("QA QX V VB X XE", start, " ")
	print "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,ctry,rgn,pcon,lsoa11,lsoa21,lat,long,imd,oa21,icb"
	line("GIR", "0AA")
	done = 1
	for (a = 1; done < rows; a = a % 6 + 1) {
		district++
		out = start[a] (int(district / 6) % 100)
		if (int(district / 600) % 27)
			out = start[a] (int(district / 6) % 10) substr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", int(district / 600) % 27, 1)
		if (out in seen)
			continue
		seen[out] = 1
		for (d = 0; d < 10 && done < rows; d++) {
			sector++
			for (i = 1; i <= 20 && done < rows; i++)
				for (j = 1; j <= 20 && done < rows; j++)
					if (rand() < 0.6) {
						line(out, d letter[i] letter[j])
						done++
					}
		}
	}
}
