const words: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the other side refused it',
	ECONNRESET: 'the other side reset it',
	ECONNABORTED: 'it was aborted',
	EPIPE: 'the other side closed it while we were sending',
	ENOTFOUND: 'the host name was not found',
	EAI_AGAIN: 'the host name cannot be looked up at the moment',
	EHOSTUNREACH: 'there is no way to the host',
	ENETUNREACH: 'there is no way to the network',
	ETIMEDOUT: 'it was not made in time',
	UND_ERR_CONNECT_TIMEOUT: 'it was not made in time',
	UND_ERR_SOCKET: 'the other side closed it before the answer was complete',
	'bad port': 'that port is for something else, and no client of HTTP connects to it',
	HTTPParserError: 'the answer was not HTTP',
	CERT_HAS_EXPIRED: 'the certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is not signed by anyone we trust',
	SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is not signed by anyone we trust',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is not signed by anyone we trust',
	ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
};

/** Why a connection failed, as the end of a sentence about it. */
export function connectionWords(code: string | undefined): string {
	const known = code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined;
	return known ?? 'the reason is not known';
}

/**
 * The first code in an error's chain of causes. fetch hides it one to three levels down: `TypeError: fetch failed` ->
 * `AggregateError` (one error per IP address tried) -> `ECONNREFUSED`. undici's parser error has a name and no code, its refusal
 * of a port (the Fetch Standard has a list of them) only a message.
 */
export function connectionCode(error: unknown): string | undefined {
	// Ten levels are far more than fetch makes, and end a chain that runs in a circle.
	for (let link = error, depth = 0; link instanceof Error && depth < 10; depth++) {
		if ('code' in link && typeof link.code === 'string') return link.code;
		if (link.name === 'HTTPParserError') return link.name;
		if (link.message === 'bad port') return link.message;
		link = link.cause ?? (link instanceof AggregateError ? link.errors[0] : undefined);
	}
	return undefined;
}
