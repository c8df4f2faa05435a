export type { Choices } from './choices.ts';
export type { PickingOptions } from './ports.ts';
export { runPicking } from './run-picking.tsx';
