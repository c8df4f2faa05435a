/**
 * Node options under which a program believes that it starts on a certain day: the pictures then tell nothing of when they were taken,
 * and two of them differ less. Time passes as ever.
 */
export function startingAt(day: string): string {
	const module = `
		const Real = Date;
		const shift = Real.parse(${JSON.stringify(day)}) - Real.now();
		globalThis.Date = class extends Real {
			constructor(...given) {
				if (given.length === 0) super(Real.now() + shift);
				else super(...given);
			}
			static now() {
				return Real.now() + shift;
			}
		};
		Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + shift });`;
	return `--import=data:text/javascript,${encodeURIComponent(module.replace(/\s+/g, ' '))}`;
}
