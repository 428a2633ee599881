import { isObject, type Json, type JsonObject } from '../json.js';
import { FAULTS, type FaultRule } from '../faults/fault-rule.js';
import { SEEDS } from '../faults/faults.js';
import { TRAFFIC_KINDS } from '../log/traffic-entry.js';
import { ControlError } from './control-request.js';

interface Field {
  fits(value: Json): boolean;
  /** What fits, in words. */
  what: string;
  /** The faults that it means something to; all where absent. */
  of?: readonly FaultRule['fault'][];
}

const name: Field = { fits: (value) => typeof value === 'string' && value !== '', what: 'a name' };
const count: Field = { fits: (value) => whole(value, 0, Infinity), what: 'a whole number from 0' };

const FIELDS: Record<keyof Omit<FaultRule, 'fault'>, Field> = {
  kind: {
    fits: (value) => TRAFFIC_KINDS.some((kind) => kind === value),
    what: `one of ${TRAFFIC_KINDS.join(', ')}`,
  },
  name,
  channel: name,
  probability: {
    fits: (value) => typeof value === 'number' && value >= 0 && value <= 1,
    what: 'a number from 0 to 1',
  },
  count,
  skip: count,
  accepted: {
    fits: (value) => typeof value === 'boolean',
    what: 'true or false',
    of: ['error', 'timeout', 'reset'],
  },
  retryAfterS: {
    fits: (value) => whole(value, 1, Infinity),
    what: 'a whole number of seconds',
    of: ['ratelimited'],
  },
  error: { ...name, of: ['refused'] },
  status: { fits: (value) => whole(value, 400, 599), what: 'from 400 to 599', of: ['error'] },
  ms: { fits: (value) => typeof value === 'number' && value >= 0, what: 'milliseconds', of: ['slow'] },
};

/**
 * The rules of a control call, `{rules: [{fault, …}], seed?}`; the fields are those of `FaultRule`. One that is wrong
 * refuses the call, and leaves in force what was.
 */
export function readFaults(values: JsonObject): { rules: FaultRule[]; seed?: number } {
  if (!Array.isArray(values.rules)) throw new ControlError(400, 'rules must be a list');
  const { seed } = values;
  if (seed !== undefined && !whole(seed, 0, SEEDS - 1)) {
    throw new ControlError(400, `seed must be a whole number from 0 to ${SEEDS - 1}, not ${shown(seed)}`);
  }
  return { rules: values.rules.map(readRule), ...(typeof seed === 'number' ? { seed } : {}) };
}

function readRule(value: Json, index: number): FaultRule {
  const at = `rules[${index}]`;
  if (!isObject(value)) throw new ControlError(400, `${at} must be an object, not ${shown(value)}`);
  const { fault: given, ...rest } = value;
  const fault = FAULTS.find((known) => known === given);
  if (!fault) {
    throw new ControlError(400, `${at}.fault must be one of ${FAULTS.join(', ')}, not ${shown(given)}`);
  }
  for (const [key, value] of Object.entries(rest)) {
    const field = Object.hasOwn(FIELDS, key) ? FIELDS[key as keyof typeof FIELDS] : undefined;
    if (!field) throw new ControlError(400, `${at} has a ${key}, and no fault has one`);
    if (field.of && !field.of.includes(fault)) {
      throw new ControlError(400, `${at}.${key} means nothing to ${fault}, only to ${field.of.join(', ')}`);
    }
    if (value === undefined || !field.fits(value)) {
      throw new ControlError(400, `${at}.${key} must be ${field.what}, not ${shown(value)}`);
    }
  }
  return { fault, ...rest };
}

function whole(value: Json, from: number, to: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
}

function shown(value: Json | undefined): string {
  return JSON.stringify(value) ?? 'nothing';
}
