import { ormOptions } from './src/database/orm-options.ts';
import { serverTarget } from './src/database/target.ts';

/**
 * For the `mikro-orm` command line: the server that DATABASE_URL names, else an empty database in memory, which is all that creating
 * and checking migrations needs. The application opens its databases through the same options (`src/database/open.ts`).
 */
const address = process.env.DATABASE_URL;
const options = ormOptions(
	address === undefined ? { kind: 'embedded', folder: 'memory://' } : serverTarget(address),
	(message) => process.stderr.write(`${message}\n`),
);

/** Migrations are made where they lie; the application knows them by name (`src/database/known-migrations.ts`). */
const { migrationsList: _, ...migrations } = (await options).migrations ?? {};

export default {
	...(await options),
	migrations: { ...migrations, path: 'src/database/migrations', glob: '!(*.d).{js,ts}', snapshotName: 'snapshot' },
};
