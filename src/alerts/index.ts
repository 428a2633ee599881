export { AlertsModule } from './alerts.module.js';
export { Alerts } from './alerts.service.js';
