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
 * A statement that the server's own clock has ended: a passing slowness, a row that somebody keeps locked, or simply too much at once.
 * It is repeated like a conflict; what stays too slow is written in halves, so that at most the home that is at fault is left.
 */
class OverdueError extends StoreError {
	override get isolable(): boolean {
		return true;
	}
}

/**
 * A database error as the engine needs it: whose fault it is decides what follows.
 * - conflict: another importer was at the same rows (unique key, deadlock, serialization), or the statement took too long: repeat;
 * - record: the data (SQLSTATE class 22, 23, 54): isolate the bad record;
 * - unavailable: connection, resources, shutdown, a standby that only lets itself be read: hold the batch and wait;
 * - fatal: everything else of the database (class 28, 42 ...): every record would fail, stop.
 * What does not come from the database is a mistake of ours and returned as it is.
 */
export function toStoreError(error: unknown): unknown {
	if (error instanceof StoreError) return error;
	const fault = faultOf(error);
	const blame = blameFor(fault);
	if (blame === 'fatal' && !isDatabaseFault(error)) return error;
	const Refusal = overdue.has(fault.code) ? OverdueError : StoreError;
	return new Refusal(blame, fault.code === '' ? 'database' : fault.code, fault.message, { cause: error });
}

/** statement_timeout (or somebody who cancelled the statement), and transaction_timeout of PostgreSQL 17. */
const overdue = new Set(['57014', '25P04']);

/** 23505: another importer stored the same row first. 55P03: lock_timeout. Class 40: rolled back so that others could go on. */
const conflict = /^(23505|55P03|40...)$/;

/**
 * Class 08 connection, 53 resources (disk full, memory, connections), 57 the operator (shutdown, restart). 25006: a standby, or a
 * server that was made read-only; during a failover that passes. 25P03: thrown out for idling in a transaction, as a process that is
 * suspended does.
 */
const away = /^(08...|53...|57...|25006|25P03)$/;

/** A server near the end of its transaction numbers says it with a limit's code, and means every record. */
const refusesAll = /^database is not accepting/;

function blameFor({ code, name, message }: DatabaseFault): StoreError['blame'] {
	if (conflict.test(code) || overdue.has(code)) return 'conflict';
	if (/^2[23]/.test(code) || unreadableText.test(message)) return 'record';
	// A limit of the program: a text too long for an index, JSON nested too deep.
	if (/^54/.test(code) && !refusesAll.test(message)) return 'record';
	if (away.test(code) || connectionCodes.has(code) || connectionWords.test(message)) return 'unavailable';
	if (code === '' && (name === 'ValidationError' || name === 'RangeError')) return 'record';
	return 'fatal';
}
