import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { Options } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { ImportFailure } from '../ledger/import-failure.ts';
import { ImportPartition } from '../ledger/import-partition.ts';
import { ImportRun } from '../ledger/import-run.ts';
import { ImportSample } from '../ledger/import-sample.ts';
import { Listing } from '../listing/listing.ts';
import { ListingImage } from '../listing/listing-image.ts';
import { PriceEvent } from '../listing/price-event.ts';
import { Realtor } from '../listing/realtor.ts';
import { City } from '../place/city.ts';
import { Municipality } from '../place/municipality.ts';
import { Place } from '../place/place.ts';
import { Province } from '../place/province.ts';
import { Road } from '../place/road.ts';
import { ZipCode } from '../place/zip-code.ts';
import { Building } from '../property/building.ts';
import { Property } from '../property/property.ts';
import { PropertyChange } from '../property/property-change.ts';
import { Registration } from '../property/registration.ts';
import { sanitize } from '../shared/sanitize.ts';
import { FreeSpaceGuard } from './free-space.ts';
import { migrations } from './known-migrations.ts';
import { returnLostConnections } from './lost-connections.ts';
import { type DatabaseTarget, tlsOf } from './target.ts';

const entities = [
	...[Municipality, Province, ZipCode, City, Road, Place],
	...[Property, Building, Registration, Listing, ListingImage, Realtor],
	...[PropertyChange, PriceEvent],
	...[ImportRun, ImportPartition, ImportFailure, ImportSample],
];

/** None is kept when idle: after a failover the next one is made to whatever the name then stands for. */
export const serverPool = { min: 0, max: 4 };

/** Where MikroORM's own messages go; silent unless someone asks. */
export type QueryLog = (message: string) => void;

/** The ORM's options for a target. The driver is loaded only when it is the one needed: PGlite alone is a large module. */
export async function ormOptions(target: DatabaseTarget, log?: QueryLog): Promise<Partial<Options>> {
	const common = {
		entities,
		extensions: [Migrator],
		migrations: {
			migrationsList: migrations,
			// Whoever runs them need neither read the schema back nor be able to write where they are made.
			snapshotOnMigrate: false,
			disableForeignKeys: false,
		},
		batchSize: 1000,
		logger: (message: string) => log?.(sanitize(message)),
		debug: log === undefined ? false : (['query', 'query-params'] as ('query' | 'query-params')[]),
		colors: false,
	};
	if (target.kind === 'embedded') {
		const { PgliteDriver } = await import('@mikro-orm/pglite');
		return { ...common, driver: PgliteDriver, dbName: target.folder, subscribers: [new FreeSpaceGuard(target.folder)] };
	}
	const { PostgreSqlDriver } = await import('@mikro-orm/postgresql');
	return {
		...common,
		driver: PostgreSqlDriver,
		clientUrl: target.url,
		// A name that does not exist is a mistake to be told, not a database to be made.
		ensureDatabase: false,
		pool: serverPool,
		driverOptions: {
			connectionTimeoutMillis: 10_000,
			application_name: 'bolig-import',
			onPoolCreated: returnLostConnections,
			keepAlive: true,
			// A server that has gone silent: long after any batch should be through.
			query_timeout: 120_000,
			ssl: sslOptions(new URL(target.url)),
		},
	};
}

function sslOptions(url: URL): ConnectionOptions | false {
	const tls = tlsOf(url);
	if (tls === false) return false;
	const { rejectUnauthorized, rootCertificate } = tls;
	return { rejectUnauthorized, ...(rootCertificate !== undefined && { ca: readFileSync(rootCertificate, 'utf8') }) };
}
