import { closeSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { reportMark } from '../report/html/page.ts';
import { exitCode, UserError } from '../shared/errors.ts';

/** A report tells what it is within its first so many bytes. */
const headBytes = 1000;

/** @throws UserError with exit code 64 where something else than a report has that name. */
export function refuseOtherFile(file: string): void {
	if (!exists(file) || isReport(file)) return;
	throw new UserError(`${file} exists and is no report of bolig-import, so it is not replaced.`, {
		hint: 'Name another file with --output.',
		exitCode: exitCode.usage,
	});
}

/**
 * Writes beside the name and renames, so that nobody ever reads half a report.
 * @throws UserError with exit code 74 where it cannot be written.
 */
export function writeReport(file: string, page: string): void {
	const part = `${file}.${process.pid}.part`;
	try {
		writeFileSync(part, page);
		renameSync(part, file);
	} catch (cause) {
		rmSync(part, { force: true });
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new UserError(`The report could not be written to ${file}: ${reason}.`, {
			hint: 'Name another file with --output.',
			exitCode: exitCode.outputLost,
			cause,
		});
	}
}

function exists(file: string): boolean {
	return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

function isReport(file: string): boolean {
	if (!statSync(file).isFile()) return false;
	const descriptor = openSync(file, 'r');
	try {
		const head = Buffer.alloc(headBytes);
		return head.toString('utf8', 0, readSync(descriptor, head)).includes(reportMark);
	} finally {
		closeSync(descriptor);
	}
}
