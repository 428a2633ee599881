import type { shift } from '../../oncall/domain/shift.js'; // planted

export type Escalation = typeof shift;
