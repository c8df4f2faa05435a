import { expect, test } from 'vitest';
import { refusal } from '../../src/database/refusal.ts';
import { serverTarget } from '../../src/database/target.ts';

const server = serverTarget('postgresql://me:s3cret@db.example:5433/homes');
const name = 'postgresql://me@db.example:5433/homes';
const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code });

test.each([
	['ECONNREFUSED', 'x', `No database server answers at ${name}.`, /Start it/],
	[
		'53100',
		'could not extend file',
		`The disk of the database server is full, at ${name}: could not extend file.`,
		/Make room there/,
	],
	[
		'53300',
		'sorry, too many clients already',
		`The database server takes no more connections, at ${name}: sorry, too many clients already.`,
		/max_connections/,
	],
	[
		'57P03',
		'the database system is starting up',
		`The database server is not ready, at ${name}: the database system is starting up.`,
		/in a moment/,
	],
	[
		'25006',
		'cannot execute INSERT in a read-only transaction',
		`The database ${name} only lets itself be read: cannot execute INSERT in a read-only transaction.`,
		/primary server/,
	],
	['XX000', 'something odd', `The database ${name} cannot be used: something odd.`, /--debug/],
])(
	'a server that answers %s is refused with 77, its address without the password, and what to do',
	(code, said, what, hint) => {
		const error = refusal(server, coded(code, said));
		expect(error).toMatchObject({ message: what, exitCode: 77, hint: expect.stringMatching(hint) });
	},
);

test('an embedded database that gives no reason is not refused with half a sentence', () => {
	expect(refusal({ kind: 'embedded', folder: '/data' }, new Error('')).message).toBe(
		'The embedded database in /data cannot be opened: it gave no reason.',
	);
});
