/** Word lists of the generated world. An entry that stands twice is twice as likely. */
export type Words = readonly [string, ...string[]];

/** A list is written as one text: a word a line would make this file thousands of lines long. */
function words(text: string, separator = ' '): Words {
	const [first = '', ...rest] = text.split(separator);
	return [first, ...rest];
}

/** Stems of road names; with an ending each gives a road: `Birke` + `vej`. */
export const roadStems = words(
	'Birke Bøge Ege Elme Ahorn Kastanje Linde Pile Rønne Tjørne Hassel Gran Fyrre Lærke Solsorte Stære Svale ' +
		'Vibe Måge Ørne Falke Ugle Hjorte Ræve Hare Grævlinge Rosen Tulipan Viol Kløver Lyng Syren Jasmin Æble ' +
		'Pære Kirsebær Blomme Nødde Brombær Hindbær Mølle Kirke Skole Stations Havne Strand Skov Mark Eng Mose Sø ' +
		'Å Dal Høj Kær Fjord Gård Bro Kilde Sten Sand Ler Tørve Smede Bager Væver Skomager Degne Præste Konge ' +
		'Dronning Prinsesse Frederiks Christians Valdemars Absalons Østre Vestre Nørre Søndre Ring',
);

export const roadEndings = words('vej gade allé vænget parken stien bakken toften krogen haven');

export const placeStems = words('Nørre Søndre Øster Vester Store Lille Gammel Ny Over Neder');

export const placeEndings = words('bjerg rup lev sted ager holt mose strand toft lund by ø sø bæk');

/** Buildings beside the dwelling. */
export const outbuildings = words(
	'Garage|Udhus|Udhus|Carport|Carport|Drivhus|Anneks til fritids- og sommerhus|Overdækning|' +
		'Lade til foder, afgrøder mv.|Maskinhus, garage mv. i forbindelse med landbrug',
	'|',
);

/** How the building register words an outer wall; the API passes its wording through. */
export const wallMaterials = words(
	'Mursten|Mursten|Mursten|Mursten|Letbetonsten (lette bloksten, gasbeton)|Træ|Bindingsværk|Betonelementer|' +
		'Fibercement herunder asbest (eternit eller lignende)|Fibercement uden asbest|Metal|Glas|Plastmaterialer|' +
		'Andet materiale',
	'|',
);

export const roofMaterials = words(
	'Tegl|Tegl|Tegl|Betontagsten|Fibercement herunder asbest|Fibercement uden asbest|' +
		'Tagpap med lille hældning|Tagpap med stor hældning|Metal|Stråtag|Glas|Levende tage|Plastmaterialer|' +
		'Andet materiale',
	'|',
);

export const heating = words(
	'Fjernvarme/blokvarme|Fjernvarme/blokvarme|Fjernvarme/blokvarme|Varmepumpe|Varmepumpe|' +
		'Centralvarme med én fyringsenhed|Elvarme|Ovn til fast og flydende brændsel|Ingen varmeinstallation',
	'|',
);

export const supplementaryHeating = words(
	'(UDFASES) Bygningen har ingen supplerende varme|(UDFASES) Bygningen har ingen supplerende varme|' +
		'Ovne til fast brændsel (brændeovn o.lign.)|Ovne til flydende brændsel|Varmepumpeanlæg|Solpaneler|Elvarme|' +
		'Pejs',
	'|',
);

export const bathroomConditions = words(
	'Badeværelse i enheden|Badeværelse i enheden|Badeværelse i enheden|Adgang til badeværelse|' +
		'Hverken badeværelse eller adgang til badeværelse',
	'|',
);

export const kitchenConditions = words(
	'Eget køkken med afløb|Eget køkken med afløb|Eget køkken med afløb|Adgang til fælles køkken|' +
		'Fast kogeinstallation i værelse eller på gang|Ingen fast kogeinstallation',
	'|',
);

export const toiletConditions = words(
	'Vandskyllende toilet i enheden|Vandskyllende toilet i enheden|Vandskyllende toilet i enheden|' +
		'Vandskyllende toilet uden for enheden|Anden type toilet uden for enheden eller intet toilet',
	'|',
);

export const asbestos = words(
	'Asbestholdigt ydervægsmateriale|Asbestholdigt tagdækningsmateriale|' +
		'Asbestholdigt ydervægs- og tagdækningsmateriale',
	'|',
);

export const energyLabels = words('a2020 a2015 a2010 a b b c c c c d d d e e f g');

/** Chains of realtors: made up, so that no real broker is misquoted. */
export const chains = words('Nordlys|Hjemhavn|Fjord & Fjeld|Nøglen|Estrup|Bolighuset Æble|Søndergård|Tårnly', '|');

export const lastNames = words(
	'Ågård Bech Christensen Dahl Eskildsen Frøslev Grøn Højgård Iversen Jørgensen Kjær Lund Møller Nørgård ' +
		'Østergård Pedersen Skov Thygesen Vestergård Winther',
);

export const adjectives = words(
	'Charmerende|Velholdt|Lys og indbydende|Gennemrenoveret|Stilfuld|Rummelig|Hyggelig|Unik|Arkitekttegnet|' +
		'Indflytningsklar',
	'|',
);

/** Sentences of a broker, quotes and all. */
export const sentences = words(
	'Velkommen til en bolig, hvor hverdagen bare fungerer.|' +
		'Det store køkkenalrum er hjemmets hjerte, og herfra er der udgang til den ugenerede terrasse.|' +
		'Boligen er løbende vedligeholdt, og taget er skiftet inden for de seneste 10 år.|' +
		'Her bor man tæt på skole, indkøb og offentlig transport – og alligevel i grønne omgivelser.|' +
		'Fra første sal er der kig til fjorden; på klare dage ser man helt til den anden side.|' +
		'Haven er anlagt med frugttræer, køkkenhave og et drivhus på ca. 8 m².|' +
		'Badeværelset er fra 2019 og har gulvvarme samt "walk-in" bruser.|' +
		'Tidligere ejer fortæller: »Vi har været lykkelige her i 32 år«.|' +
		'Der er fjernvarme, ladestander og carport med plads til to biler.|' +
		'Kælderen er tør og udnyttet til vaskerum, værksted & disponibelt rum.|' +
		'Se på denne skønne ejendom, og bestil en fremvisning allerede i dag!|' +
		'Alle rum er malet hvide, og gulvene er af massiv eg.',
	'|',
);

/** Texts that describe a photo to somebody who cannot see it. */
export const photoTexts = words(
	'Et lyst køkken med hvide låger og bordplade af træ. Et vindue over vasken vender ud mod haven.|' +
		'En rød murstensvilla med sort tegltag, omgivet af græsplæne og hæk.|' +
		'En stue med plankegulv, brændeovn og store vinduer mod terrassen.|' +
		'Et badeværelse med grå fliser, væghængt toilet og bruseniche.|' +
		'Et soveværelse med skråvægge og indbyggede skabe.|' +
		'En have med frugttræer, et lille skur og en terrasse af træ.',
	'|',
);

/** What buyers and sellers are asked about a realtor; paraphrased, of the real length. */
export const questions = words(
	'Hvor godt svarede salgsmaterialet, det vil sige opstillingen og præsentationen på nettet, til selve boligen?|' +
		'I hvilken grad kendte mægleren boligen og kvarteret omkring den, da De stillede spørgsmål?|' +
		'Hvor tilfreds var De med fremvisningen, herunder den tid, der blev sat af til den?|' +
		'Hvor tilfreds var De med oplysningerne om handlens forløb fra købsaftale til overtagelse?|' +
		'Hvor tilfreds var De alt i alt med mæglerforretningen, når De ser tilbage på hele forløbet?|' +
		'Ville De anbefale mæglerforretningen til familie, venner og kolleger?|' +
		'Hvor tilfreds var De med rådgivningen om udbudsprisen og begrundelsen for den?|' +
		'Hvor tilfreds var De med den markedsføring, der var aftalt, og den måde, den blev gennemført på?|' +
		'I hvilken grad stod prisen for mæglerens arbejde mål med det, De fik for den?|' +
		'Hvor tilfreds var De med gennemgangen af dokumenterne (formidlingsaftale, købsaftale, provenu) før underskriften?',
	'|',
);
