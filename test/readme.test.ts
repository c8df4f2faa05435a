import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environmentName, type SettingName, settings } from '../config/settings.ts';
import { readSettings } from '../src/cli/settings.ts';
import { exitCode } from '../src/shared/errors.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

function block(language: string): string {
	return new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(readme)?.[1] ?? '';
}

/** The words of a shell's command line; enough of a shell for what a README says. */
function words(line: string): string[] {
	return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

const variables = (Object.keys(settings) as SettingName[]).flatMap((name) => environmentName(name) ?? []);

/** What the program makes of a command line; it throws where an option or a value does not exist. */
function understood(line: string): ReturnType<typeof readSettings> {
	return readSettings(words(line), {}, tmpdir());
}

/** What a night needs that notices more than new homes. */
const nightly = { fetch: 'pages', timeline: true };

test('the workflow asks for options and variables that exist, without questions', () => {
	const yaml = block('yaml');
	const [, run = ''] = /npm start --silent -- (.*?)\n\s+env:/s.exec(yaml) ?? [];
	const { given, words: command } = understood(run.replaceAll(/\s+/g, ' '));
	expect(command).toEqual([]);
	expect(given).toMatchObject({ ci: true, municipality: ['koebenhavn'], maxFailures: { share: 0.005 }, ...nightly });
	expect(run).toContain('--refresh all');
	expect(given.threshold).toHaveLength(2);
	const [, env = ''] = /env:\n((?:\s+\w+: .*\n)+)/.exec(yaml) ?? [];
	const named = [...env.matchAll(/(\w+): \$/g)].map(([, name]) => name);
	expect(named).toContain('DATABASE_URL');
	for (const name of named) expect(variables).toContain(name);
	expect(yaml).not.toContain('\t');
});

test('the line for cron has five fields of time and a command that is understood', () => {
	const [, command = ''] = /^(?:\S+ ){5}DATABASE_URL=\S+ bolig-import (.*) >> \S+ 2>&1\n$/.exec(block('crontab')) ?? [];
	expect(understood(command).given).toMatchObject({ ci: true, municipality: ['koebenhavn'], ...nightly });
	expect(command).toContain('--refresh all');
});

test('the units of systemd are understood by systemd, where it is, and by the program', () => {
	const [, service = '', timer = ''] = block('systemd').split(/^# bolig-import\.\w+\n/m);
	const [, command = ''] = /^ExecStart=\/usr\/bin\/env bolig-import (.*)$/m.exec(service) ?? [];
	expect(understood(command).given).toMatchObject({ ci: true, ...nightly });
	expect(command).toContain('--refresh all');
	expect(variables).toContain(/^Environment=(\w+)=/m.exec(service)?.[1]);
	expect(service).toMatch(
		new RegExp(`^SuccessExitStatus=${exitCode.doneWithFailures} ${exitCode.continueLater}$`, 'm'),
	);
	expect(service).toMatch(new RegExp(`^RestartForceExitStatus=${exitCode.continueLater}$`, 'm'));
	const folder = mkdtempSync(join(tmpdir(), 'bolig-import-units-'));
	try {
		const files = [join(folder, 'bolig-import.service'), join(folder, 'bolig-import.timer')];
		for (const [index, unit] of [service, timer].entries()) writeFileSync(files[index] ?? '', unit);
		const verified = spawnSync('systemd-analyze', ['verify', ...files], { encoding: 'utf8' });
		if (verified.error === undefined) expect([verified.status, verified.stderr]).toEqual([0, '']);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('every option, every exit code and every metric is in the README', () => {
	for (const { flag } of Object.values(settings)) expect(readme).toContain(`\`--${flag}`);
	const table = readme.slice(readme.indexOf('### Exit codes'), readme.indexOf('## The tables'));
	for (const code of Object.values(exitCode)) expect(table).toMatch(new RegExp(`^\\|.*\\b${code}\\b.*\\|`, 'm'));
});
