import { AppModule } from '../app.module.js';
import { delivery } from '../delivery/index.js';

export const doctor = [AppModule, delivery];
