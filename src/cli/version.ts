import packageJson from '../../package.json' with { type: 'json' };

export const { version } = packageJson;

/** Who we are to the API unless the operator says it better: name and version, nothing else's. */
export const defaultUserAgent = `bolig-import/${version}`;
