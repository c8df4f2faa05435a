export { dashboardObstacle, runDashboard } from './run-dashboard.tsx';
export { createDashboardStore } from './store.ts';
