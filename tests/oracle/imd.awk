# imd.awk - a made-up index of deprivation of England's 32,844 areas, with the headers of the published one
# (File 7 of the English Indices of Deprivation 2019): awk [-v areas=N] [-v census=2011] -f imd.awk. The area
# E01 and N has rank N.
BEGIN {
	if (!areas)
		areas = 32844
	if (!census)
		census = 2011
	printf "LSOA code (%d),LSOA name (%d),Local Authority District code (2019),Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10%% of LSOAs),Income Deprivation Affecting Children Index (IDACI) Decile (where 1 is most deprived 10%% of LSOAs)\n", census, census
	for (n = 1; n <= areas; n++) {
		# the least whole number that is no less than a tenth of the way
		decile = int(n * 10 / areas)
		if (decile * areas < n * 10)
			decile++
		printf "E01%06d,\"Nowhere, %d\",E09000001,1.5,%d,%d,%d\n", n, n, n, decile, 11 - decile
	}
}
