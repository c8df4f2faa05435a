/** The little of `pg` that the floor uses; the package brings no types and the program itself talks to it through MikroORM. */
declare module 'pg' {
	export class Client {
		constructor(options: { connectionString: string });
		connect(): Promise<void>;
		query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<{ rows: Row[] }>;
		end(): Promise<void>;
	}
	const pg: { Client: typeof Client };
	export default pg;
}
