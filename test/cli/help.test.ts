import { expect, test } from 'vitest';
import { environmentName, settings } from '../../config/settings.ts';
import { type CommandName, commands, factsOf } from '../../src/cli/commands.ts';
import { commandHelp, helpText } from '../../src/cli/help.ts';

const text = helpText();
const lines = text.split('\n');

test('no line is wider than 100 columns', () => {
	expect(lines.filter((line) => line.length > 100)).toEqual([]);
});

test('every flag is there once, with its placeholder and its words', () => {
	for (const setting of Object.values(settings)) {
		const label = 'placeholder' in setting ? `--${setting.flag} ${setting.placeholder}` : `--${setting.flag}`;
		expect(lines.filter((line) => line.startsWith(`  ${label}  `))).toHaveLength(1);
		const words = text.replaceAll(/\s+/g, ' ');
		expect(words).toContain(setting.help);
	}
});

test('every command is there with its words', () => {
	for (const [name, { summary }] of Object.entries(commands)) {
		expect(lines.some((line) => line.startsWith(`  ${name} `) && line.includes(summary.slice(0, 30)))).toBe(true);
	}
});

test('every exit code that an operator may meet is there', () => {
	for (const code of ['0 done', '3 done', '64', '69', '70', '75', '77', '130/143']) expect(text).toContain(code);
});

test('there is one name in the environment for each setting, and none for what only a flag asks', () => {
	const names = Object.keys(settings) as (keyof typeof settings)[];
	const variables = names.flatMap((name) => environmentName(name) ?? []);
	expect(new Set(variables).size).toBe(variables.length);
	expect(environmentName('database')).toBe('DATABASE_URL');
	expect(environmentName('batchSize')).toBe('BOLIG_IMPORT_BATCH_SIZE');
	expect(environmentName('help')).toBeUndefined();
});

test.each(Object.keys(commands) as CommandName[])(
	'%s has a help of its own, with an example and every option',
	(name) => {
		const help = commandHelp(name);
		for (const [example, words] of factsOf(name).examples) {
			expect(example).toContain(name === 'import' ? '--municipality' : `bolig-import ${name}`);
			expect(help).toContain(example);
			expect(help).toContain(words);
		}
		for (const { flag } of Object.values(settings)) expect(help).toContain(`--${flag}`);
		expect(help.split('\n').filter((line) => line.length > 100)).toEqual([]);
	},
);
