import { server } from '../sandbox/server.js';
import { embedded } from '../src/platform/database/embedded-postgres.js';

export const demo = [server, embedded];
