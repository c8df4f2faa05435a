import { dirname } from 'node:path';
import { readFolderFacts } from '../../database/folder-facts.ts';
import { freeMb, leastFreeMb, newDatabaseMb } from '../../database/free-space.ts';
import type { DatabaseTarget } from '../../database/target.ts';
import { formatBytes } from '../../shared/format.ts';
import { isTooOld, wantedNode } from '../../shared/node-version.ts';
import { detectDisplay } from '../../terminal/display.ts';
import { isTooSmall, smallest } from '../../terminal/layout.ts';
import { terminalObstacle } from '../../terminal/obstacle.ts';
import type { CommandContext } from '../context.ts';
import { isHeadless } from '../display.ts';
import { paths } from '../settings.ts';
import { type Check, checking } from './check.ts';

const check = checking('machine');

export async function machineChecks(context: CommandContext, target: DatabaseTarget): Promise<Check[]> {
	return [nodeCheck(process.versions.node), terminalCheck(context), folderCheck(), await diskCheck(target)];
}

export function nodeCheck(version: string): Check {
	const mend = 'Install a newer Node, or start with npm start, which brings one.';
	return check('Node', wantedNode, version, isTooOld(version) ? ['failure', mend] : undefined);
}

function terminalCheck(context: CommandContext): Check {
	const { terminal } = context;
	const { unicode, spoken } = detectDisplay(terminal.env);
	const expected = `one to draw in, of ${smallest.columns}x${smallest.rows} or more`;
	const obstacle = terminalObstacle(terminal);
	if (isHeadless(context)) return check('Terminal', 'none, with --ci or --json', 'none is used');
	if (obstacle !== undefined)
		return check('Terminal', expected, obstacle, ['warning', 'Add --ci to imports here, for plain lines.']);
	const { columns, rows } = terminal.stdout;
	const abilities = `${columns}x${rows}, ${coloursOf(context)}, ${unicode ? 'Unicode' : 'ASCII only'}${spoken ? ', for a screen reader' : ''}`;
	const small = isTooSmall({ columns, rows });
	return check('Terminal', expected, abilities, small ? ['warning', 'Make the window larger.'] : undefined);
}

function coloursOf({ terminal }: CommandContext): string {
	return detectDisplay(terminal.env).tone('moving').color === undefined ? 'no colours' : 'colours';
}

/** Where what was picked last is kept, and the embedded database unless it is told otherwise. */
function folderCheck(): Check {
	const { writable } = readFolderFacts(paths.data);
	const mend = `Mend the rights of ${dirname(paths.data)}, or set XDG_DATA_HOME to a folder of your own.`;
	return check('Data folder', 'can be written', paths.data, writable ? undefined : ['warning', mend]);
}

async function diskCheck(target: DatabaseTarget): Promise<Check> {
	const folder = target.kind === 'embedded' ? target.folder : paths.data;
	const needed = leastFreeMb + newDatabaseMb;
	const free = await freeMb(folder);
	const is =
		free === Number.POSITIVE_INFINITY
			? 'its file system does not say'
			: `${formatBytes(free * 2 ** 20)} free at ${folder}`;
	const mend = 'Make room, or choose a folder on another disk with --data-dir.';
	const tight = free < needed && target.kind === 'embedded';
	return check('Disk', `${needed} MB free, and room for the homes`, is, tight ? ['warning', mend] : undefined);
}
