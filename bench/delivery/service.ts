// The service, configured by its environment as `npm start` is. Its database is migrated.
import 'reflect-metadata';
import { loadConfig } from '../../src/platform/config/config.js';
import { createService, listen } from '../../src/service.js';

const app = await createService(loadConfig(process.env));
await listen(app, Number(process.env.PORT), '127.0.0.1');
console.log(`service: listening on ${await app.getUrl()}`);
process.once('SIGTERM', () => void app.close().finally(() => process.exit(0)));
