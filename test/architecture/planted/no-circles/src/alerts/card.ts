import type { Alert } from './alert.js';

export interface Card {
  alert: Alert;
}
