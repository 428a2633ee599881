export { alerts } from './alerts.service.js';
