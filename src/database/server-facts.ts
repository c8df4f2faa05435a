import { MikroORM } from '@mikro-orm/core';
import { isDatabaseFault } from './errors.ts';
import { ormOptions, serverPool } from './orm-options.ts';
import { refusal } from './refusal.ts';
import type { DatabaseTarget } from './target.ts';

/** What a server is, as far as an import depends on it. */
export interface ServerFacts {
	/** "15.18" */
	readonly version: string;
	/** 150018 */
	readonly versionNumber: number;
	readonly encoding: string;
	/** How far its clock is ahead of ours, ms. */
	readonly clockAheadMs: number;
	readonly standby: boolean;
	readonly readOnly: boolean;
	/** The login may make tables where they go. */
	readonly mayCreate: boolean;
	readonly mayMakeTemporary: boolean;
	/** Tables of ours that are there, and those of them that the login may not write, or does not own. */
	readonly tables: readonly string[];
	readonly notWritable: readonly string[];
	readonly notOwned: readonly string[];
	/** Those that stand where new tables are made. */
	readonly inPlace: readonly string[];
	/** Names of the migrations that were applied; undefined where none ever was. */
	readonly migrations: readonly string[] | undefined;
	/** Connections that the server, the database and the login leave us. */
	readonly freeConnections: number;
	readonly maxConnections: number;
	/** Bytes of the database. */
	readonly size: number;
}

/**
 * Reads them, and nothing else: no table is made or altered.
 * @throws UserError with 77 where the server cannot be reached or refuses the login.
 */
export async function readServerFacts(target: DatabaseTarget, tables: readonly string[]): Promise<ServerFacts> {
	const orm = await MikroORM.init(await ormOptions(target));
	try {
		const ask = <Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> =>
			orm.em.getConnection().execute<Row[]>(sql, [...params]);
		const [server] = await ask<Server>(serverSql);
		const before = Date.now();
		const [clock] = await ask<{ now: number }>('select extract(epoch from clock_timestamp())::float8 * 1000 as now');
		const middle = (before + Date.now()) / 2;
		const ours = await ask<OurTable>(tablesSql(tables.length), tables);
		if (server === undefined || clock === undefined) throw new Error('the server answered nothing');
		const { max, used, reserved, ofLogin, usedByLogin, ofDatabase, usedByDatabase, hasMigrations, ...facts } = server;
		const room = [max - reserved - used, rest(ofLogin, usedByLogin), rest(ofDatabase, usedByDatabase)];
		return {
			...facts,
			clockAheadMs: clock.now - middle,
			tables: ours.map(({ name }) => name),
			notWritable: ours.filter(({ writable }) => !writable).map(({ name }) => name),
			notOwned: ours.filter(({ owned }) => !owned).map(({ name }) => name),
			inPlace: ours.filter(({ inPlace }) => inPlace).map(({ name }) => name),
			migrations: hasMigrations
				? (await ask<{ name: string }>('select name from mikro_orm_migrations order by name')).map(({ name }) => name)
				: undefined,
			// The connection that asks is one of those that an import will have.
			freeConnections: Math.min(...room) + 1,
			maxConnections: max,
		};
	} catch (error) {
		throw isDatabaseFault(error) ? refusal(target, error) : error;
	} finally {
		await orm.close();
	}
}

/** Connections of an import. */
export const wantedConnections = serverPool.max;

interface Server
	extends Pick<
		ServerFacts,
		'version' | 'versionNumber' | 'encoding' | 'standby' | 'readOnly' | 'mayCreate' | 'mayMakeTemporary' | 'size'
	> {
	readonly max: number;
	readonly used: number;
	readonly reserved: number;
	/** -1 is no limit. */
	readonly ofLogin: number;
	readonly usedByLogin: number;
	readonly ofDatabase: number;
	readonly usedByDatabase: number;
	readonly hasMigrations: boolean;
}

interface OurTable {
	readonly name: string;
	readonly writable: boolean;
	readonly owned: boolean;
	readonly inPlace: boolean;
}

function rest(limit: number, used: number): number {
	return limit < 0 ? Number.POSITIVE_INFINITY : limit - used;
}

const serverSql = `
	select current_setting('server_version') as version, current_setting('server_version_num')::int as "versionNumber",
	       current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby,
	       current_setting('default_transaction_read_only') = 'on' as "readOnly",
	       coalesce(has_schema_privilege(current_schema(), 'create'), false) as "mayCreate",
	       has_database_privilege(current_database(), 'temp') as "mayMakeTemporary",
	       pg_database_size(current_database())::float8 as size,
	       current_setting('max_connections')::int as max,
	       case when (select rolsuper from pg_roles where rolname = current_user) then 0
	            else current_setting('superuser_reserved_connections')::int end as reserved,
	       (select coalesce(sum(numbackends), 0)::int from pg_stat_database) as used,
	       (select rolconnlimit from pg_roles where rolname = current_user) as "ofLogin",
	       (select count(*)::int from pg_stat_activity where usename = current_user) as "usedByLogin",
	       (select datconnlimit from pg_database where datname = current_database()) as "ofDatabase",
	       (select numbackends from pg_stat_database where datname = current_database()) as "usedByDatabase",
	       to_regclass('mikro_orm_migrations') is not null as "hasMigrations"`;

function tablesSql(count: number): string {
	return `
		select c.relname as name, pg_has_role(c.relowner, 'usage') as owned,
		       c.relnamespace = to_regnamespace(current_schema()::text) as "inPlace",
		       has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
		         and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete') as writable
		  from pg_class c
		 where c.oid in (select to_regclass(name) from unnest(array[${Array(count).fill('?').join(', ')}]::text[]) name)
		 order by 1`;
}
