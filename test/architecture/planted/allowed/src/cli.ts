import { doctor } from './cli/doctor.js';

export const commands = [doctor];
