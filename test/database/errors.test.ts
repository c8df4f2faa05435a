import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultOf, isDatabaseFault, toStoreError } from '../../src/database/errors.ts';
import type { Database } from '../../src/database/open.ts';
import { StoreError } from '../../src/import/ports.ts';
import { City } from '../../src/place/city.ts';
import { Building } from '../../src/property/building.ts';
import { embeddedDatabase, serverDatabase, serverUrl, type TestDatabase } from '../support/databases.ts';

class ValidationError extends Error {}

/** For errors that come from the database. */
function toStoreErrorOf(error: unknown): StoreError {
	const storeError = toStoreError(error);
	if (storeError instanceof StoreError) return storeError;
	throw new Error('not a refusal of the database', { cause: error });
}

const coded = (code: string, message = 'in words'): Error => Object.assign(new Error(message), { code });

describe('whose fault a database error is', () => {
	test.each([
		['23505', 'conflict'],
		['40001', 'conflict'],
		['40P01', 'conflict'],
		['40003', 'conflict'],
		['55P03', 'conflict'],
		['57014', 'conflict'],
		['25P04', 'conflict'],
		['22001', 'record'],
		['22003', 'record'],
		['22P02', 'record'],
		['23502', 'record'],
		['23503', 'record'],
		['23514', 'record'],
		['54000', 'record'],
		['54001', 'record'],
		['08006', 'unavailable'],
		['08P01', 'unavailable'],
		['53100', 'unavailable'],
		['53300', 'unavailable'],
		['57P01', 'unavailable'],
		['57P03', 'unavailable'],
		['57P05', 'unavailable'],
		['25006', 'unavailable'],
		['25P03', 'unavailable'],
		['ECONNREFUSED', 'unavailable'],
		['ECONNRESET', 'unavailable'],
		['EPIPE', 'unavailable'],
		['ETIMEDOUT', 'unavailable'],
		['25P02', 'fatal'],
		['28P01', 'fatal'],
		['3D000', 'fatal'],
		['42501', 'fatal'],
		['42P01', 'fatal'],
		['XX000', 'fatal'],
	] as const)('%s: %s', (code, blame) => {
		expect(toStoreErrorOf(coded(code))).toMatchObject({ blame, kind: code, message: 'in words' });
		expect(isDatabaseFault(coded(code))).toBe(true);
	});

	test.each([
		['Connection terminated unexpectedly', 'unavailable'],
		['Client has encountered a connection error and is not queryable', 'unavailable'],
		['timeout exceeded when trying to connect', 'unavailable'],
	] as const)('without a code, "%s": %s', (message, blame) => {
		expect(toStoreErrorOf(new Error(message))).toMatchObject({ blame, kind: 'database' });
		expect(isDatabaseFault(new Error(message))).toBe(true);
	});

	test('a single record may be at fault for a statement that took too long, and for a key that stays taken', () => {
		const isolable = ['57014', '25P04', '23505', '40P01', '40001', '55P03', '57P01'].filter(
			(code) => toStoreErrorOf(coded(code)).isolable,
		);
		expect(isolable).toEqual(['57014', '25P04', '23505']);
	});

	test('a server that takes no more transaction numbers refuses every record', () => {
		const message = 'database is not accepting commands to avoid wraparound data loss in database "homes"';
		expect(toStoreErrorOf(coded('54000', message)).blame).toBe('fatal');
	});

	test('a mistake of ours is no refusal of the database: it goes on as it is', () => {
		const mistake = new TypeError('Cannot read properties of undefined');
		expect(toStoreError(mistake)).toBe(mistake);
		const noAnswer = Object.assign(new Error('operation not permitted'), { code: 'EPERM' });
		expect(toStoreError(noAnswer)).toBe(noAnswer);
	});

	test('a value that the ORM itself refuses is the record’s fault', () => {
		expect(toStoreErrorOf(new ValidationError('Value for Building.buildingNumber is required')).blame).toBe('record');
		expect(toStoreErrorOf(new RangeError('Invalid time value')).blame).toBe('record');
	});

	test('the code is found in the causes, and in the first of several errors', () => {
		expect(faultOf(new Error('outside', { cause: coded('57P01') }))).toMatchObject({
			code: '57P01',
			message: 'outside',
		});
		expect(faultOf(new AggregateError([coded('ECONNREFUSED', 'no one there'), coded('X')]))).toMatchObject({
			code: 'ECONNREFUSED',
			message: 'no one there',
		});
	});

	test('the row that PostgreSQL adds is left out of the message, whatever stands in it', () => {
		const message = 'new row violates check constraint "c"\n - detail: Failing row contains (Sdr. Vej 4 - 6, x).';
		expect(toStoreErrorOf(coded('23514', message)).message).toBe('new row violates check constraint "c"');
	});

	test('a StoreError stays as it is, and the cause is kept', () => {
		const error = new StoreError('conflict', '23505', 'x');
		expect(toStoreErrorOf(error)).toBe(error);
		const cause = coded('22003');
		expect(toStoreErrorOf(cause).cause).toBe(cause);
	});
});

const kinds: [string, () => Promise<TestDatabase>][] = [['embedded', embeddedDatabase]];
if (serverUrl !== undefined) kinds.push(['server', serverDatabase]);

describe.each(kinds)('what the %s database says of', (_, make) => {
	let made: TestDatabase;
	let database: Database;

	beforeAll(async () => {
		made = await make();
		database = await made.open();
	});

	afterAll(async () => {
		await database.close();
		await made.drop();
	});

	/** Too random to be compressed. */
	const noise = Array.from({ length: 300 }, () => randomUUID()).join('');
	const property = '0a3f13ab-9043-32b8-e044-0003ba298019';
	const building = (row: object) => ({ entity: Building, row: { property, buildingNumber: '1', ...row } });
	test.each([
		['a home that is not there', building({}), 'record', '23503', /violates foreign key constraint/],
		['a number that is too large', building({ yearBuilt: 99_999_999_999 }), 'record', '22003', /integer out of range$/],
		['an id that is none', building({ property: 'none' }), 'record', '22P02', /invalid input syntax for type uuid/],
		['a missing key', building({ buildingNumber: undefined }), 'record', 'database', /buildingNumber is required/],
		['a NUL in a text', { entity: City, row: { slug: 'a\u0000b' } }, 'record', '08P01', /message/],
		[
			'a key too long for its index',
			{ entity: City, row: { slug: noise } },
			'record',
			'54000',
			/^index row requires \d+ bytes/,
		],
	] as const)('%s', async (_, { entity, row }, blame, kind, message) => {
		const writing = database.orm.em.fork().transactional(async (em) => {
			em.create(entity as typeof City, row as never);
		});
		const error = toStoreErrorOf(await writing.catch((reason: unknown) => reason));
		expect(error).toMatchObject({ blame, kind });
		expect(error.message).toMatch(message);
		expect(error.message).not.toContain('\n');
	});

	test('the same key twice', async () => {
		const twice = database.orm.em.fork().insertMany(City, [{ slug: 'a - b' }, { slug: 'a - b' }]);
		expect(toStoreErrorOf(await twice.catch((reason: unknown) => reason))).toMatchObject({
			blame: 'conflict',
			kind: '23505',
			message: 'duplicate key value violates unique constraint "city_pkey"',
		});
	});
});
