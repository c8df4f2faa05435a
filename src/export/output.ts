import { rmSync } from 'node:fs';
import { type FileHandle, lstat, open, realpath, rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { exitCode, UserError } from '../shared/errors.ts';
import type { Sink } from './columns.ts';

/** Where an export goes: a file, or the standard output. */
export interface Output {
	readonly write: Sink;
	/** Bytes so far. */
	readonly bytes: number;
	/** All is written: only now a file stands under its name. */
	finish(): Promise<void>;
	/** Leaves nothing behind of a file that is not finished. */
	discard(): Promise<void>;
}

/**
 * A file that is written under another name, `<file>.part`, and takes its own once it is whole: whoever finds the file finds all of it,
 * and an older one stays until then.
 * @throws UserError with 74 where it cannot be written, with 64 where the name is that of something else than a file.
 */
export async function openFile(name: string): Promise<Output> {
	const file = await realpath(name).catch(() => name); // a link goes on pointing where it does
	await refuseOthers(file);
	const part = `${file}.part`;
	const refused = (error: unknown): UserError => cannotWrite(name, error);
	let handle: FileHandle;
	try {
		await rm(part, { force: true }); // of an export that was killed
		handle = await open(part, 'wx');
	} catch (error) {
		throw refused(error);
	}
	const removeAtExit = (): void => rmSync(part, { force: true }); // a second Ctrl-C waits for nobody
	process.once('exit', removeAtExit);
	let bytes = 0;
	return {
		get bytes() {
			return bytes;
		},
		async write(piece) {
			const content = typeof piece === 'string' ? Buffer.from(piece) : piece;
			try {
				await handle.writeFile(content);
			} catch (error) {
				throw refused(error);
			}
			bytes += content.byteLength;
		},
		async finish() {
			try {
				await handle.sync();
				if (!(await isStill(part, handle))) throw new Error('another export writes it as well');
				await rename(part, file);
			} catch (error) {
				throw refused(error);
			}
			process.off('exit', removeAtExit);
			await handle.close();
		},
		async discard() {
			process.off('exit', removeAtExit);
			const ours = await isStill(part, handle).catch(() => false);
			await handle.close().catch(() => {}); // its disk may be gone
			if (ours) await rm(part, { force: true });
		},
	};
}

/** Whether the name is that of the file we write: another export may have taken it. */
async function isStill(name: string, handle: FileHandle): Promise<boolean> {
	return (await handle.stat()).ino === (await lstat(name)).ino;
}

/** A device or a folder must not be replaced by a file. */
async function refuseOthers(file: string): Promise<void> {
	const found = await lstat(file).catch(() => undefined);
	if (found === undefined || found.isFile()) return;
	throw new UserError(`--output ${file} is ${found.isDirectory() ? 'a folder' : 'not a file'}.`, {
		hint: 'Name a file; without --output, csv and ndjson go to standard output.',
		exitCode: exitCode.usage,
	});
}

/** Each piece is waited for, so that a slow reader slows the export and does not fill the memory. */
export function openStream(stream: Writable): Output {
	let bytes = 0;
	return {
		get bytes() {
			return bytes;
		},
		async write(piece) {
			const { promise, resolve, reject } = Promise.withResolvers<void>();
			stream.write(piece, (error) => (error ? reject(streamProblem(error)) : resolve()));
			await promise;
			bytes += Buffer.byteLength(piece);
		},
		async finish() {},
		async discard() {},
	};
}

/** A reader that has seen enough, like `head`, is no error of the output. */
function streamProblem(error: NodeJS.ErrnoException): UserError {
	if (error.code !== 'EPIPE') return cannotWrite('to standard output', error);
	return new UserError('Nobody reads the output any more: the export ended early.', {
		exitCode: exitCode.continueLater,
	});
}

const reasons: Readonly<Record<string, string>> = {
	ENOSPC: 'the disk is full',
	EDQUOT: 'the quota of the disk is used up',
	EFBIG: 'the disk takes no file of that size',
	EACCES: 'the rights do not allow it',
	EPERM: 'the rights do not allow it',
	EROFS: 'the disk is read-only',
	ENOENT: 'its folder does not exist',
	ENOTDIR: 'its folder is not a folder',
};

function cannotWrite(name: string, error: unknown): UserError {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
	return new UserError(
		`The export cannot be written ${name === 'to standard output' ? name : `to ${name}`}: ${reason}.`,
		{
			hint: 'Nothing of it was left behind. Make room or name another file with --output, and run it again.',
			exitCode: exitCode.outputLost,
			cause: error,
		},
	);
}
