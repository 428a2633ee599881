import { delivery } from '../delivery/index.js';

export type { Severity } from './domain/index.js';
export const notifications = [delivery];
