import { AppModule } from './app.module.js';
import { clock } from './platform/clock.js';

export const started = [AppModule, clock];
