export { isSpoken } from './display.ts';
export { type Choices, type PickingOptions, runPicking, type Stored } from './picking/index.ts';
export { runDashboard } from './run-dashboard.tsx';
export { createDashboardStore } from './store.ts';
