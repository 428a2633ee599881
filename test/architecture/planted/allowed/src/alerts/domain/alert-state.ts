import { createHash } from 'node:crypto';
import type { Severity } from '../../notifications/domain/index.js';
import { escalate } from './escalation.js';

export const nextState = (severity: Severity) => [createHash, severity, escalate];
