import { isObject, type JsonObject } from '../json.js';
import { FAULTS, type FaultRule } from '../faults/fault-rule.js';
import { ControlError } from './control-request.js';

const NUMBERS = ['probability', 'count', 'skip', 'retryAfterS', 'status', 'ms'] as const;
const TEXTS = ['kind', 'name', 'channel'] as const;

/** The rules of a control call, `{rules: [{fault, …}], seed?}`; the fields are those of `FaultRule`. */
export function readFaults(values: JsonObject): { rules: FaultRule[]; seed?: number } {
  if (!Array.isArray(values.rules)) throw new ControlError(400, 'rules must be a list');
  const { seed } = values;
  if (seed !== undefined && !Number.isInteger(seed)) throw new ControlError(400, 'seed must be whole');
  return { rules: values.rules.map(readRule), ...(typeof seed === 'number' ? { seed } : {}) };
}

function readRule(value: unknown): FaultRule {
  if (!isObject(value)) throw new ControlError(400, 'a rule must be an object');
  const fault = FAULTS.find((known) => known === value.fault);
  if (!fault) throw new ControlError(400, `fault must be one of ${FAULTS.join(', ')}`);
  const rule: FaultRule = { fault };
  for (const [name, given] of Object.entries(value)) {
    if (name === 'fault') continue;
    if (name === 'accepted' && typeof given === 'boolean') rule.accepted = given;
    else if (isOneOf(NUMBERS, name) && typeof given === 'number' && given >= 0) rule[name] = given;
    else if (isOneOf(TEXTS, name) && typeof given === 'string') rule[name] = given;
    else throw new ControlError(400, `a rule has no ${name}: ${JSON.stringify(given)}`);
  }
  return rule;
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name);
}
