import { environmentName, type SettingGroup, type SettingName, settings } from '../../config/settings.ts';
import { version } from './version.ts';

export const commands = {
	import: 'import homes; what the program does when no command is named',
	verify: 'compare the API with what is stored, home by home',
	errors: 'homes that failed and have not been stored since, by kind',
	retry: 'fetch just those again',
	status: 'what is stored per municipality, and the last run',
	demo: 'import 1,000 generated villas of København at a lifelike latency',
	sandbox: 'serve generated homes on this machine, to try things out',
} as const;

export type CommandName = keyof typeof commands;

const groups: readonly SettingGroup[] = ['What to import', 'How', 'Where from and to', 'Sandbox', 'Output'];
const columns = 90;

/** The whole help, made from the one table of settings. */
export function helpText(): string {
	const names = Object.keys(settings) as SettingName[];
	const left = names.map((name) => optionWords(name));
	const width = Math.max(...left.map((words) => words.length)) + 4;
	const optionsOf = (group: SettingGroup): string[] =>
		names.flatMap((name, index) =>
			settings[name].group === group ? [describe(left[index] ?? '', helpOf(name), width)] : [],
		);
	return [
		`bolig-import ${version}: homes of Danish municipalities, from the Boligsiden API into PostgreSQL`,
		'',
		'  bolig-import --ci --municipality koebenhavn         import its villas',
		'  bolig-import --ci --sandbox --municipality dragør   try it without the real API',
		'',
		'Commands',
		...Object.entries(commands).map(([name, words]) => describe(name, words, width)),
		...groups.flatMap((group) => ['', group, ...optionsOf(group)]),
		'',
		`Every option can also stand in the environment (${environmentName('batchSize')}=25) or in a config file`,
		'({"batchSize": 25}); flags win over the environment, the environment over the file.',
		'',
		'Exit codes: 0 done · 3 done, some homes failed · 64 bad usage · 69 API unreachable or blocked',
		'            70 a bug · 75 stopped early or incomplete: run the same command again · 77 database',
		'            130/143 ended by force',
	].join('\n');
}

function optionWords(name: SettingName): string {
	const setting = settings[name];
	return 'placeholder' in setting ? `--${setting.flag} ${setting.placeholder}` : `--${setting.flag}`;
}

function helpOf(name: SettingName): string {
	const setting = settings[name];
	return 'defaultWords' in setting ? `${setting.help} (default: ${setting.defaultWords})` : setting.help;
}

/** A label and its words, wrapped under one another. */
function describe(label: string, words: string, width: number): string {
	const lines = [''];
	for (const word of words.split(' ')) {
		const line = lines.at(-1) ?? '';
		if (line !== '' && width + line.length + word.length + 1 > columns) lines.push(word);
		else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
	}
	return lines.map((line, index) => `${(index === 0 ? `  ${label}` : '').padEnd(width)}${line}`).join('\n');
}
