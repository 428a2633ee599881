import { alerts } from './alerts/index.js';
import { database } from './platform/database/database.js';

export class AppModule {
  parts = [alerts, database];
}
