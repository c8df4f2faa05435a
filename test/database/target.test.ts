import { describe, expect, test } from 'vitest';
import { describeTarget, serverTarget, tlsOf } from '../../src/database/target.ts';
import { UserError } from '../../src/shared/errors.ts';

describe('what an address says of encryption', () => {
	test.each([
		['', false],
		['?sslmode=disable', false],
		['?sslmode=require', { rejectUnauthorized: false }],
		['?sslmode=verify-full', { rejectUnauthorized: true }],
		['?sslmode=verify-ca&sslrootcert=/ca.pem', { rejectUnauthorized: true, rootCertificate: '/ca.pem' }],
	])('"%s" is heeded', (query, expected) => {
		expect(tlsOf(new URL(`postgresql://anna@db.example/homes${query}`))).toEqual(expected);
	});

	test.each(['sslmode=prefer', 'sslmode=', 'options=-csearch_path%3Dx', 'password=s3cret'])(
		'"%s" would not be heeded, so it is refused by name',
		(query) => {
			const address = `postgresql://anna@db.example/homes?${query}`;
			expect(() => serverTarget(address)).toThrow(query.split('=')[0]);
			expect(() => serverTarget(address)).not.toThrow('s3cret');
		},
	);
});

describe('the target as a person may see it', () => {
	test.each([
		['postgresql://anna:s3cret@db.example:5433/homes', 'postgresql://anna@db.example:5433/homes'],
		['postgres://anna:s3cret@db.example/homes?sslmode=require', 'postgres://anna@db.example/homes'],
		['postgresql://db.example/homes', 'postgresql://db.example/homes'],
		['postgresql://:s3cret@db.example/homes', 'postgresql://db.example/homes'],
		['postgresql://anna:s3cret%40%3A%2F@db.example/homes#s3cret', 'postgresql://anna@db.example/homes'],
		['postgresql://%C3%A5se:s3cret@[::1]:5432/homes', 'postgresql://åse@[::1]:5432/homes'],
	])('%s is shown as %s', (address, shown) => {
		expect(describeTarget(serverTarget(address))).toBe(shown);
	});

	test('a folder is shown as it is', () => {
		expect(describeTarget({ kind: 'embedded', folder: '/tmp/hjem på øen' })).toBe('embedded, /tmp/hjem på øen');
	});
});

test.each([
	'mysql://anna:s3cret@db.example/homes',
	'anna:s3cret@db.example/homes',
	'postgresql://anna:s3cret@db.example:99999/homes',
	'postgresql://anna:s3cret@db.example',
	'postgresql://anna:s3cret@db.example/',
	'',
])('%j is refused as bad usage, without a word of it', (address) => {
	const attempt = (): unknown => serverTarget(address);
	expect(attempt).toThrow(UserError);
	expect(attempt).toThrow(
		expect.objectContaining({ exitCode: 64, hint: expect.stringContaining('postgresql://user') }),
	);
	expect(attempt).not.toThrow(/s3cret/);
});
