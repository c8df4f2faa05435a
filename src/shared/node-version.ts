/** As package.json's `engines` says. */
const oldestNode = [22, 18] as const;

export const wantedNode = `${oldestNode.join('.')} or later`;

/** @param version "22.18.0" */
export function isTooOld(version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const [leastMajor, leastMinor] = oldestNode;
	return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
