import type { AppModule } from '../app.module.js'; // planted
import { doctor } from '../cli/doctor.js'; // planted

export const status = (app: AppModule) => [app, doctor];
