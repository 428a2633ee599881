import { isObject, type Json, type JsonObject } from '../json.js';
import { FAULTS, type FaultRule } from '../faults/fault-rule.js';
import { SEEDS } from '../faults/faults.js';
import { TRAFFIC_KINDS } from '../log/traffic-entry.js';
import { ControlError } from './control-request.js';
import { type Bounds, DAY_MS, MOST, fits, numberIn, shownValue, whatFits } from './number-values.js';

interface Field {
  fits(value: Json): boolean;
  /** What fits, in words. */
  what: string;
  /** The faults that it means something to; all where absent. */
  of?: readonly FaultRule['fault'][];
}

const name: Field = { fits: (value) => typeof value === 'string' && value !== '', what: 'a name' };
const count = numeric({ from: 0, to: MOST, whole: true });

const FIELDS: Record<keyof Omit<FaultRule, 'fault'>, Field> = {
  kind: {
    fits: (value) => TRAFFIC_KINDS.some((kind) => kind === value),
    what: `one of ${TRAFFIC_KINDS.join(', ')}`,
  },
  name,
  channel: name,
  probability: numeric({ from: 0, to: 1 }),
  count,
  skip: count,
  accepted: {
    fits: (value) => typeof value === 'boolean',
    what: 'true or false',
    of: ['error', 'timeout', 'reset'],
  },
  retryAfterS: { ...numeric({ from: 1, to: DAY_MS / 1_000, whole: true }), of: ['ratelimited'] },
  error: { ...name, of: ['refused'] },
  status: { ...numeric({ from: 400, to: 599, whole: true }), of: ['error'] },
  ms: { ...numeric({ from: 0, to: DAY_MS }), of: ['slow'] },
};

/**
 * The rules of a control call, `{rules: [{fault, …}], seed?}`; the fields are those of `FaultRule`. One that is wrong
 * refuses the call, and leaves in force what was.
 */
export function readFaults(values: JsonObject): { rules: FaultRule[]; seed?: number } {
  if (!Array.isArray(values.rules)) throw new ControlError(400, 'rules must be a list');
  const { seed } = values;
  if (seed !== undefined) numberIn('seed', seed, { from: 0, to: SEEDS - 1, whole: true });
  return { rules: values.rules.map(readRule), ...(typeof seed === 'number' ? { seed } : {}) };
}

function readRule(value: Json, index: number): FaultRule {
  const at = `rules[${index}]`;
  if (!isObject(value)) throw new ControlError(400, `${at} must be an object, not ${shownValue(value)}`);
  const { fault: given, ...rest } = value;
  const fault = FAULTS.find((known) => known === given);
  if (!fault) {
    throw new ControlError(400, `${at}.fault must be one of ${FAULTS.join(', ')}, not ${shownValue(given)}`);
  }
  for (const [key, value] of Object.entries(rest)) {
    const field = Object.hasOwn(FIELDS, key) ? FIELDS[key as keyof typeof FIELDS] : undefined;
    if (!field) throw new ControlError(400, `${at} has a ${key}, and no fault has one`);
    if (field.of && !field.of.includes(fault)) {
      throw new ControlError(400, `${at}.${key} means nothing to ${fault}, only to ${field.of.join(', ')}`);
    }
    if (value === undefined || !field.fits(value)) {
      throw new ControlError(400, `${at}.${key} must be ${field.what}, not ${shownValue(value)}`);
    }
  }
  return { fault, ...rest };
}

function numeric(bounds: Bounds): Field {
  return { fits: (value) => fits(value, bounds), what: whatFits(bounds) };
}
