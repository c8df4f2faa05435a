import { environmentName, type SettingGroup, type SettingName, settings } from '../../config/settings.ts';
import { type CommandFacts, type CommandName, commands, factsOf } from './commands.ts';
import { version } from './version.ts';

const groups: readonly SettingGroup[] = ['What to import', 'How', 'Where from and to', 'Sandbox', 'Output'];
const columns = 90;

/** The whole help, made from the tables of commands and settings. */
export function helpText(): string {
	return [
		`bolig-import ${version}: homes of Danish municipalities, from the Boligsiden API into PostgreSQL`,
		'',
		...exampleLines(commands.import.examples),
		'',
		'Commands',
		...names(commands).map((name) => describe(callOf(name), factsOf(name).summary, width)),
		describe('help [<command>]', 'this, or the help of one command', width),
		...optionLines(),
		'',
		...closing,
	].join('\n');
}

/** The help of one command: how it is called, an example, and every option. */
export function commandHelp(name: CommandName): string {
	const { summary, examples } = factsOf(name);
	const call = name === 'import' ? '' : `${callOf(name)} `;
	return [
		`bolig-import ${call}[options]: ${summary}`,
		'',
		...exampleLines(examples),
		...optionLines(),
		'',
		...closing,
	].join('\n');
}

const closing = [
	`Every option can also stand in the environment (${environmentName('batchSize')}=25) or in a config file`,
	'({"batchSize": 25}); flags win over the environment, the environment over the file.',
	'',
	'Exit codes: 0 done · 3 done, some homes failed · 64 bad usage · 65 the API’s records changed',
	'            69 API unreachable or blocked · 70 a bug · 74 output cannot be written',
	'            75 stopped early or incomplete: run the same command again · 77 database',
	'            99 a threshold was missed · 130/143 ended by force',
	'            of status: 4 stale · 5 incomplete · 6 never imported',
];

function names<Table extends object>(table: Table): (keyof Table)[] {
	return Object.keys(table) as (keyof Table)[];
}

const width = Math.max(...names(settings).map((name) => optionWords(name).length)) + 4;

function exampleLines(examples: CommandFacts['examples']): string[] {
	const longest = Math.max(...examples.map(([line]) => line.length));
	return examples.map(([line, words]) => `  ${line.padEnd(longest)}   ${words}`);
}

/** "runs [show <run>]" */
function callOf(name: CommandName): string {
	const { takes } = factsOf(name);
	return takes === undefined ? name : `${name} ${takes.usage}`;
}

function optionLines(): string[] {
	return groups.flatMap((group) => [
		'',
		group,
		...names(settings)
			.filter((name) => settings[name].group === group)
			.map((name) => describe(optionWords(name), helpOf(name), width)),
	]);
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
