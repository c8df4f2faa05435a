import { accountOf, isRight } from './account.ts';
import { checksums, differingRows, leftOut } from './checksums.ts';
import { type Databases, embeddedDatabases, serverDatabases } from './databases.ts';
import { runImporter } from './importer.ts';
import { measure, measuresInWords } from './measures.ts';
import { type ChaosOptions, readOptions } from './options.ts';
import { Siege, type SiegeResult } from './siege.ts';
import { checksumTable, landedLine } from './words.ts';
import { startWorld } from './world.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Small, so that there are many commits to break. */
const batchSize = '20';

/** Rejects when somebody wants an end, so that the server and the world end as well. */
const interrupted = new Promise<never>((_, reject) => {
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => reject(new Error(`ended by ${signal}`)));
});
interrupted.catch(() => {});

async function main(options: ChaosOptions): Promise<boolean> {
	await using world = await startWorld(options.homes);
	await using databases = await (options.database === 'server' ? serverDatabases() : embeddedDatabases());
	const args = [...world.args, '--batch-size', batchSize];
	const calm = await runImporter([...args, ...databases.calm.args]);
	if (calm.code !== 0) throw new Error(`the undisturbed import ended with ${calm.code}:\n${calm.stderr}`);
	const measures = measure(calm);
	print(`undisturbed: ${options.homes} homes in ${(calm.ms / 1000).toFixed(1)} s, ${measuresInWords(measures)}`);

	const siege = new Siege({
		...options,
		args: [...args, ...databases.chaotic.args],
		measures,
		restart: databases.restart,
		print,
	});
	const result = await Promise.race([siege.run(), interrupted]);
	print(`\n${landedLine(options.kills, result)}\n`);
	const verdicts = [await sameContents(databases), await rightAccount(databases, options), struckHome(options, result)];
	return verdicts.every(Boolean);
}

async function sameContents({ calm, chaotic }: Databases): Promise<boolean> {
	const [left, right] = [await checksums(calm), await checksums(chaotic)];
	const { lines, differing } = checksumTable(left, right);
	for (const line of lines) print(line);
	print(`\nleft out: ${leftOut.join(', ')}`);
	for (const table of differing.filter((name) => left.has(name) && right.has(name))) {
		for (const row of await differingRows(calm, chaotic, table)) print(`${table} ${row.slice(0, 2000)}`);
	}
	print(differing.length === 0 ? 'equal' : `differs: ${differing.join(', ')}`);
	return differing.length === 0;
}

async function rightAccount({ chaotic }: Databases, { importers }: ChaosOptions): Promise<boolean> {
	const account = await accountOf(chaotic);
	const right = isRight(account, importers === 1);
	const { homes, stored, failures } = account;
	print(`the runs' account: ${stored} stored of ${homes} homes, ${failures} failures${right ? '' : ': WRONG'}`);
	return right;
}

/** Kills that all came before anything was written, or when all was over, have proven nothing. */
function struckHome({ kills }: ChaosOptions, { landed }: SiegeResult): boolean {
	const during = (landed.get('in a commit') ?? 0) + (landed.get('between commits') ?? 0);
	if (kills < 5 || during > 0) return true;
	print('no kill landed during the writing: choose more --homes');
	return false;
}

try {
	process.exit((await main(readOptions(process.argv.slice(2)))) ? 0 : 1);
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}
