export type { Choices } from './choices.ts';
export type { PickingOptions, Stored } from './ports.ts';
export { runPicking } from './run-picking.tsx';
