import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { settings } from '../../config/settings.ts';
import { paths } from './settings.ts';

const choicesSchema = z.object({
	municipalityCodes: z.array(z.int()),
	types: settings.type.schema,
	workers: z.int().min(1).max(64),
	batchSize: settings.batchSize.schema,
	/** Not known to files of earlier versions. */
	fetch: settings.fetch.schema.default('details'),
});

export type LastChoices = z.infer<typeof choicesSchema>;

const file = join(paths.data, 'last-choices.json');

/** What was picked last; undefined the first time, and when the file cannot be read: it is a convenience and nothing more. */
export function readLastChoices(): LastChoices | undefined {
	try {
		return choicesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		return undefined;
	}
}

/** Says why when they cannot be kept, so that the caller can mention it. */
export function keepLastChoices(choices: LastChoices): string | undefined {
	try {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, `${JSON.stringify(choices)}\n`);
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
