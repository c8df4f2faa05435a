import type { DatabaseTarget } from '../../database/target.ts';
import { leastRecords } from '../../import/drift-watch.ts';
import { UserError } from '../../shared/errors.ts';
import type { CommandContext } from '../context.ts';
import { withDatabaseToRead } from '../ends.ts';

/** What the records of complete imports held, the newest first; or why that is not known. */
export async function storedCensuses(
	context: CommandContext,
	target: DatabaseTarget,
): Promise<readonly unknown[] | string> {
	if (target.kind === 'embedded') return 'to open the embedded database would write in it';
	try {
		const found = await withDatabaseToRead(context, target, async ({ orm }) => {
			const { Ledger } = await import('../../ledger/ledger.ts');
			return new Ledger(orm).censuses(leastRecords);
		});
		return found === undefined || found.length === 0 ? 'no complete import yet' : found;
	} catch (error) {
		if (error instanceof UserError) return error.message; // what it is of the database has been told by its own checks
		throw error;
	}
}
