import { homedir } from 'node:os';
import { sep } from 'node:path';
import { type DatabaseTarget, describeTarget } from '../database/target.ts';

/** The target on a screen: a folder of one's own home begins with a tilde, as people write it. */
export function shownTarget(target: DatabaseTarget, home: string = homedir()): string {
	if (target.kind === 'server' || !target.folder.startsWith(home + sep)) return describeTarget(target);
	return describeTarget({ kind: 'embedded', folder: `~${target.folder.slice(home.length)}` });
}
