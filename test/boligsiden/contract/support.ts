import { readAddress } from '../../../src/boligsiden/contract/read-address.ts';

export const id = '0a3f50c2-d4f8-32b8-e044-0003ba298018';

/** The least that is a home, and what a test adds. */
export function address(changed: object = {}): Record<string, unknown> {
	return {
		addressID: id,
		zipCode: 8000,
		municipality: { municipalityCode: 751, name: 'Aarhus' },
		...changed,
	};
}

/** The messages of a record that must not be read. */
export function messagesOf(body: unknown, requestedId = id): string[] {
	const read = readAddress(body, requestedId);
	if (read.ok) throw new Error('It was read.');
	return read.problems.map(({ message }) => message);
}

/** A record that must be read. */
export function readGood(body: unknown, requestedId = id) {
	const read = readAddress(body, requestedId);
	if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
	return read;
}
