import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** package.json stands two levels above in the sources, three in the compiled tree. */
const candidates = ['../../package.json', '../../../package.json'];

function readVersion(): string {
	for (const candidate of candidates) {
		try {
			const content: unknown = JSON.parse(readFileSync(fileURLToPath(new URL(candidate, import.meta.url)), 'utf8'));
			if (typeof content === 'object' && content !== null && 'version' in content) return String(content.version);
		} catch {
			// not at this level
		}
	}
	return 'unknown';
}

export const version = readVersion();

/** Who we are to the API unless the operator says it better: name and version, nothing else's. */
export const defaultUserAgent = `bolig-import/${version}`;
