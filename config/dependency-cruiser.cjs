/** The house's directions: main -> cli -> everything; the engine knows no edge; rooms at the edges know each other only as drawn. */
const rooms = 'boligsiden|property|place|listing|ledger|import|database|terminal|report|export|sandbox|shared|cli';

/** A room may import itself, `shared`, and what is named here. */
const allowed = {
	shared: [],
	import: [],
	sandbox: [],
	export: [],
	boligsiden: ['import/ports\\.ts'],
	place: ['boligsiden/contract/'],
	listing: ['boligsiden/contract/', 'place/', 'property/'],
	property: ['boligsiden/contract/', 'place/', 'listing/'],
	ledger: ['import/(events|home-count|progress|ports|pace|samples|discovery/names)\\.ts', 'property/changes\\.ts'],
	database: [
		'boligsiden/contract/',
		'import/(ports|discovery/names)\\.ts',
		'property/',
		'place/',
		'listing/',
		'ledger/',
		'export/columns\\.ts',
	],
	report: ['import/', 'ledger/(run-record|freshness)\\.ts'],
	terminal: ['import/'],
};

const directions = Object.entries(allowed).map(([room, others]) => ({
	name: `${room}-keeps-to-its-neighbours`,
	severity: 'error',
	from: { path: `^src/${room}/` },
	to: {
		path: `^src/(${rooms})/`,
		pathNot: [room, 'shared', ...others.map((other) => other)].map((other) =>
			/[/.]/.test(other) ? `^src/${other}` : `^src/${other}/`,
		),
	},
}));

module.exports = {
	forbidden: [
		...directions,
		{
			name: 'engine-knows-no-edge',
			comment: 'The engine gets React, HTTP and the ORM through its ports.',
			severity: 'error',
			from: { path: '^src/(import|shared)/' },
			to: { path: 'node_modules/(ky|react|ink|@inkjs|ink-spinner|@mikro-orm|zod)/' },
		},
		{
			name: 'one-door-to-the-terminal-library',
			severity: 'error',
			from: { pathNot: '^src/terminal/' },
			to: { path: 'node_modules/(react|ink|@inkjs|ink-spinner)/' },
		},
		{
			name: 'one-door-to-the-http-library',
			severity: 'error',
			from: { pathNot: '^src/boligsiden/' },
			to: { path: 'node_modules/ky/' },
		},
		{
			name: 'nothing-imports-main-or-cli',
			severity: 'error',
			from: { pathNot: '^src/(cli/|main\\.ts)' },
			to: { path: '^src/(cli/|main\\.ts)' },
		},
		{
			name: 'no-circles-between-rooms',
			comment: 'Entities point at each other within the domain; everywhere else a circle is a mistake.',
			severity: 'error',
			from: { pathNot: '^src/(property|listing)/' },
			to: { circular: true },
		},
		{ name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'node', 'default'],
			extensions: ['.ts', '.tsx', '.js', '.json'],
		},
	},
};
