export interface MunicipalityTowns {
	readonly population: number;
	readonly latitude: number;
	readonly longitude: number;
	readonly provinceCode: string;
	/** `zipCode name`, the largest first. */
	readonly towns: readonly string[];
}

const towns = (
	population: number,
	[latitude, longitude]: readonly [number, number],
	provinceCode: string,
	names: string,
): MunicipalityTowns => ({ population, latitude, longitude, provinceCode, towns: names.split(', ') });

/**
 * The municipalities of which `config/municipalities.json` knows no zip codes: a rounded population, a rough centre and a
 * few of their real zip codes, enough for a plausible world and no more. Some codes are shared with a neighbour, as they really are.
 */
export const townsByMunicipality: Readonly<Record<number, MunicipalityTowns>> = {
	306: towns(33_000, [55.87, 11.6], 'DK022', '4500 Nykøbing Sj, 4550 Asnæs, 4560 Vig, 4573 Højby, 4581 Rørvig'),
	320: towns(36_500, [55.23, 12.05], 'DK022', '4690 Haslev, 4640 Faxe, 4654 Faxe Ladeplads, 4653 Karise'),
	326: towns(48_400, [55.68, 11.25], 'DK022', '4400 Kalundborg, 4281 Gørlev, 4470 Svebølle, 4490 Jerslev Sjælland'),
	330: towns(79_600, [55.4, 11.37], 'DK022', '4200 Slagelse, 4220 Korsør, 4230 Skælskør, 4242 Boeslunde'),
	340: towns(30_000, [55.43, 11.56], 'DK022', '4180 Sorø, 4293 Dianalund, 4295 Stenlille, 4173 Fjenneslev'),
	360: towns(39_800, [54.79, 11.28], 'DK022', '4900 Nakskov, 4930 Maribo, 4970 Rødby'),
	370: towns(83_800, [55.23, 11.78], 'DK022', '4700 Næstved, 4684 Holmegaard, 4736 Karrebæksminde, 4171 Glumsø'),
	376: towns(60_200, [54.77, 11.87], 'DK022', '4800 Nykøbing F, 4990 Sakskøbing, 4840 Nørre Alslev, 4873 Væggerløse'),
	390: towns(45_400, [55.01, 11.91], 'DK022', '4760 Vordingborg, 4780 Stege, 4720 Præstø, 4750 Lundby'),
	400: towns(39_300, [55.13, 14.92], 'DK014', '3700 Rønne, 3730 Nexø, 3720 Aakirkeby, 3770 Allinge'),
	410: towns(39_500, [55.5, 9.75], 'DK031', '5500 Middelfart, 5580 Nørre Aaby, 5592 Ejby'),
	420: towns(41_000, [55.27, 9.9], 'DK031', '5610 Assens, 5690 Tommerup, 5560 Aarup, 5620 Glamsbjerg'),
	430: towns(52_000, [55.17, 10.4], 'DK031', '5600 Faaborg, 5750 Ringe, 5672 Broby, 5856 Ryslinge'),
	440: towns(24_000, [55.45, 10.65], 'DK031', '5300 Kerteminde, 5330 Munkebo, 5550 Langeskov'),
	450: towns(32_000, [55.31, 10.79], 'DK031', '5800 Nyborg, 5540 Ullerslev, 5853 Ørbæk'),
	461: towns(
		206_000,
		[55.4, 10.39],
		'DK031',
		'5000 Odense C, 5220 Odense SØ, 5260 Odense S, 5200 Odense V, 5210 Odense NV, 5230 Odense M, 5240 Odense NØ, 5250 Odense SV, 5270 Odense N',
	),
	479: towns(59_000, [55.06, 10.61], 'DK031', '5700 Svendborg, 5762 Vester Skerninge, 5883 Oure, 5884 Gudme'),
	480: towns(29_700, [55.55, 10.2], 'DK031', '5450 Otterup, 5400 Bogense, 5471 Søndersø'),
	482: towns(12_200, [54.93, 10.78], 'DK031', '5900 Rudkøbing, 5932 Humble, 5953 Tranekær'),
	492: towns(6_000, [54.86, 10.4], 'DK031', '5960 Marstal, 5970 Ærøskøbing'),
	510: towns(55_400, [55.25, 9.49], 'DK032', '6100 Haderslev, 6500 Vojens, 6510 Gram'),
	530: towns(26_800, [55.73, 9.11], 'DK032', '7200 Grindsted, 7190 Billund'),
	540: towns(74_000, [54.91, 9.79], 'DK032', '6400 Sønderborg, 6430 Nordborg, 6300 Gråsten, 6440 Augustenborg'),
	550: towns(36_700, [54.94, 8.86], 'DK032', '6270 Tønder, 6240 Løgumkloster, 6780 Skærbæk'),
	561: towns(
		115_500,
		[55.47, 8.45],
		'DK032',
		'6700 Esbjerg, 6715 Esbjerg N, 6710 Esbjerg V, 6705 Esbjerg Ø, 6760 Ribe, 6740 Bramming',
	),
	563: towns(3_400, [55.42, 8.4], 'DK032', '6720 Fanø'),
	573: towns(49_700, [55.62, 8.48], 'DK032', '6800 Varde, 6870 Ølgod, 6840 Oksbøl'),
	575: towns(42_700, [55.48, 9.14], 'DK032', '6600 Vejen, 6650 Brørup, 6630 Rødding'),
	580: towns(58_600, [55.04, 9.42], 'DK032', '6200 Aabenraa, 6230 Rødekro, 6330 Padborg, 6360 Tinglev'),
	607: towns(52_500, [55.57, 9.75], 'DK032', '7000 Fredericia, 7080 Børkop'),
	615: towns(94_000, [55.86, 9.85], 'DK042', '8700 Horsens, 8740 Brædstrup, 8751 Gedved'),
	621: towns(93_500, [55.49, 9.47], 'DK032', '6000 Kolding, 6070 Christiansfeld, 6580 Vamdrup, 6064 Jordrup'),
	630: towns(119_500, [55.71, 9.53], 'DK032', '7100 Vejle, 7120 Vejle Øst, 7300 Jelling, 7323 Give, 7080 Børkop'),
	657: towns(89_000, [56.14, 8.97], 'DK041', '7400 Herning, 7451 Sunds, 7480 Vildbjerg, 7430 Ikast'),
	661: towns(59_000, [56.36, 8.62], 'DK041', '7500 Holstebro, 7830 Vinderup, 6990 Ulfborg'),
	665: towns(19_200, [56.55, 8.31], 'DK041', '7620 Lemvig, 7673 Harboøre'),
	671: towns(20_900, [56.49, 8.58], 'DK041', '7600 Struer, 7790 Thyholm'),
	706: towns(44_000, [56.3, 10.55], 'DK042', '8400 Ebeltoft, 8543 Hornslet, 8410 Rønde'),
	707: towns(36_800, [56.41, 10.88], 'DK042', '8500 Grenaa, 8963 Auning, 8950 Ørsted'),
	710: towns(49_400, [56.33, 9.94], 'DK042', '8382 Hinnerup, 8370 Hadsten, 8450 Hammel'),
	727: towns(23_600, [55.97, 10.15], 'DK042', '8300 Odder, 8350 Hundslund, 8340 Malling'),
	730: towns(
		99_500,
		[56.46, 10.04],
		'DK042',
		'8920 Randers NV, 8930 Randers NØ, 8940 Randers SV, 8960 Randers SØ, 8900 Randers C',
	),
	740: towns(99_900, [56.17, 9.55], 'DK042', '8600 Silkeborg, 8620 Kjellerup, 8653 Them, 8883 Gjern'),
	741: towns(3_600, [55.87, 10.6], 'DK042', '8305 Samsø'),
	746: towns(65_000, [56.04, 9.93], 'DK042', '8660 Skanderborg, 8680 Ry, 8464 Galten, 8362 Hørning'),
	751: towns(
		367_000,
		[56.16, 10.2],
		'DK042',
		'8000 Aarhus C, 8200 Aarhus N, 8210 Aarhus V, 8220 Brabrand, 8240 Risskov, 8260 Viby J, 8270 Højbjerg, 8330 Beder, 8340 Malling, 8520 Lystrup',
	),
	756: towns(42_700, [56.05, 9.25], 'DK041', '7430 Ikast, 7330 Brande, 7442 Engesvang'),
	760: towns(56_000, [56, 8.4], 'DK041', '6950 Ringkøbing, 6900 Skjern, 6880 Tarm, 6960 Hvide Sande'),
	766: towns(47_300, [55.77, 9.7], 'DK042', '8722 Hedensted, 7130 Juelsminde, 7160 Tørring'),
	773: towns(20_000, [56.8, 8.86], 'DK050', '7900 Nykøbing M, 7960 Karby'),
	779: towns(45_000, [56.57, 9.03], 'DK041', '7800 Skive, 7870 Roslev, 7850 Stoholm Jyll'),
	787: towns(43_200, [56.96, 8.69], 'DK050', '7700 Thisted, 7760 Hurup Thy, 7752 Snedsted'),
	791: towns(
		97_300,
		[56.45, 9.4],
		'DK041',
		'8800 Viborg, 8850 Bjerringbro, 7470 Karup J, 8830 Tjele, 7850 Stoholm Jyll',
	),
	810: towns(36_500, [57.27, 9.95], 'DK050', '9700 Brønderslev, 9320 Hjallerup, 9330 Dronninglund'),
	813: towns(58_600, [57.44, 10.53], 'DK050', '9900 Frederikshavn, 9300 Sæby, 9990 Skagen'),
	820: towns(36_300, [56.8, 9.4], 'DK050', '9600 Aars, 9670 Løgstør, 9640 Farsø'),
	825: towns(1_800, [57.27, 11], 'DK050', '9940 Læsø'),
	840: towns(30_900, [56.85, 9.85], 'DK050', '9530 Støvring, 9520 Skørping, 9230 Svenstrup J'),
	846: towns(41_700, [56.64, 9.8], 'DK050', '9500 Hobro, 9560 Hadsund, 9550 Mariager'),
	849: towns(38_300, [57.16, 9.55], 'DK050', '9440 Aabybro, 9460 Brovst, 9490 Pandrup, 9690 Fjerritslev'),
	851: towns(
		223_000,
		[57.05, 9.92],
		'DK050',
		'9000 Aalborg, 9200 Aalborg SV, 9210 Aalborg SØ, 9220 Aalborg Øst, 9400 Nørresundby, 9230 Svenstrup J, 9270 Klarup, 9310 Vodskov',
	),
	860: towns(62_700, [57.46, 9.98], 'DK050', '9800 Hjørring, 9850 Hirtshals, 9760 Vrå, 9480 Løkken'),
};

export interface Province {
	readonly name: string;
	readonly provinceCode: string;
	readonly regionCode: number;
	readonly slug: string;
}

/** The provinces of those municipalities. */
export const provinces: Readonly<Record<string, Province>> = {
	DK014: { name: 'Bornholm', provinceCode: 'DK014', regionCode: 1084, slug: 'bornholm' },
	DK022: { name: 'Vest- og Sydsjælland', provinceCode: 'DK022', regionCode: 1085, slug: 'vest-og-sydsjaelland' },
	DK031: { name: 'Fyn', provinceCode: 'DK031', regionCode: 1083, slug: 'fyn' },
	DK032: { name: 'Sydjylland', provinceCode: 'DK032', regionCode: 1083, slug: 'sydjylland' },
	DK041: { name: 'Vestjylland', provinceCode: 'DK041', regionCode: 1082, slug: 'vestjylland' },
	DK042: { name: 'Østjylland', provinceCode: 'DK042', regionCode: 1082, slug: 'oestjylland' },
	DK050: { name: 'Nordjylland', provinceCode: 'DK050', regionCode: 1081, slug: 'nordjylland' },
};
