export { type Choices, type PickingOptions, type PickingResult, runPicking } from './picking/index.ts';
export { dashboardObstacle, runDashboard } from './run-dashboard.tsx';
export { createDashboardStore } from './store.ts';
