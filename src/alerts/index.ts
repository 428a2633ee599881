export { AlertRetention } from './alert-retention.js';
export {
  type AlertCount,
  AlertStatistics,
  type AlertFigures,
  type OpenAlert,
  type OpenCount,
} from './alert-statistics.js';
export { AlertsModule } from './alerts.module.js';
export { Alerts } from './alerts.service.js';
export { openAlertLine } from './open-alert-line.js';
