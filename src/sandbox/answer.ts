/** What a route answers, before faults and the network have their say. */
export interface Answer {
	readonly status: number;
	readonly body: string | Buffer;
	readonly contentType: string;
	readonly headers?: Readonly<Record<string, string>>;
}

export const jsonType = 'application/json; charset=utf-8';

export function json(value: unknown, status = 200): Answer {
	return { status, body: JSON.stringify(value), contentType: jsonType };
}

export const notFound: Answer = json({ message: 'Not Found' }, 404);

/** A parameter that the API knows with a value that it does not: the answer names what is allowed. */
export class BadParameter extends Error {
	override readonly name = 'BadParameter';
	readonly answer: Answer;

	constructor(parameter: string, value: string, allowed: string | readonly string[]) {
		super(`invalid value "${value}" for parameter ${parameter}`);
		this.answer = json({ message: this.message, parameter, allowed }, 400);
	}
}
