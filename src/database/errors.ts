import { StoreError } from '../import/ports.ts';

/** What PostgreSQL and the sockets under it report, as far as it decides what to do next. */
export interface DatabaseFault {
	/** SQLSTATE ("23505") or the system's name ("ECONNREFUSED"). */
	readonly code: string;
	/** The class of the error, for those that come without a code. */
	readonly name: string;
	readonly message: string;
}

export function faultOf(error: unknown): DatabaseFault {
	let code = '';
	let name = '';
	let message = '';
	for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
		if (message === '') message = cause.message;
		if (name === '') name = cause.constructor.name;
		if (code === '' && 'code' in cause && typeof cause.code === 'string') code = cause.code;
		if (cause instanceof AggregateError && code === '') return faultOf(cause.errors[0]);
	}
	return { code, name, message: firstLine(message) };
}

/** MikroORM puts PostgreSQL's detail, which may be the whole row, on lines of its own behind the sentence that says what is wrong. */
function firstLine(message: string): string {
	return (message.split('\n')[0] ?? '').trim().replace(/\.$/, '');
}

/** Whether an error comes from the database or the way to it, and not from a mistake of ours. */
export function isDatabaseFault(error: unknown): boolean {
	const { code, message } = faultOf(error);
	return /^(?=.*\d)[0-9A-Z]{5}$/.test(code) || connectionCodes.has(code) || connectionWords.test(message);
}

const connectionCodes = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	'EPIPE',
	'ETIMEDOUT',
	'ENOTFOUND',
	'ENETUNREACH',
	'ENETDOWN',
	'EHOSTDOWN',
	'ECONNABORTED',
	'EHOSTUNREACH',
	'EAI_AGAIN',
]);
const connectionWords =
	/connection terminated|connection ended|timeout exceeded when trying to connect|client was closed|connection error|query read timeout/i;

/** A NUL character ends a text early, and the server calls the rest of the message broken: class 08, and yet the data's fault. */
const unreadableText = /^(invalid message format|insufficient data left in message)/;

/**
 * A database error as the engine needs it: whose fault it is decides what follows.
 * - conflict: another importer was at the same rows (unique key, deadlock, serialization): repeat the batch;
 * - record: the data (SQLSTATE class 22, 23): isolate the bad record;
 * - unavailable: connection, resources, shutdown (class 08, 53, 57): hold the batch and wait;
 * - fatal: everything else of the database (class 25, 28, 42 ...): every record would fail, stop.
 * What does not come from the database is a mistake of ours and returned as it is.
 */
export function toStoreError(error: unknown): unknown {
	if (error instanceof StoreError) return error;
	const fault = faultOf(error);
	const blame = blameFor(fault);
	if (blame === 'fatal' && !isDatabaseFault(error)) return error;
	return new StoreError(blame, fault.code === '' ? 'database' : fault.code, fault.message, { cause: error });
}

function blameFor({ code, name, message }: DatabaseFault): StoreError['blame'] {
	if (code === '23505' || code === '40001' || code === '40P01' || code === '55P03') return 'conflict';
	if (/^2[23]/.test(code) || unreadableText.test(message)) return 'record';
	if (/^(08|53|57)/.test(code) || connectionCodes.has(code) || connectionWords.test(message)) return 'unavailable';
	if (code === '' && (name === 'ValidationError' || name === 'RangeError')) return 'record';
	return 'fatal';
}
