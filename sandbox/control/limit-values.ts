import { isObject, type Json, type JsonObject } from '../json.js';
import type { PaceSpec } from '../limits/allowance.js';
import type { LimitSettings } from '../limits/limit-settings.js';
import { ControlError } from './control-request.js';
import { COUNT, MOST, numberIn } from './number-values.js';

const LIMITS = ['enabled', 'tiers', 'methods', 'postMessage', 'postsPerMinute', 'webhook', 'nonMarketplace'];

/**
 * The limits that a control call names: `{enabled?, tiers?: {1..4: n}, methods?: {name: n | null},
 * postMessage?: {perSecond, burst}, postsPerMinute?, webhook?: {perSecond, burst}, nonMarketplace?}`.
 */
export function readLimits(values: JsonObject): Partial<LimitSettings> {
  const read: Partial<LimitSettings> = {};
  refuseUnknown('limit', values, [...LIMITS, 'team']);
  for (const name of ['enabled', 'nonMarketplace'] as const) {
    const value = values[name];
    if (value === undefined) continue;
    if (typeof value !== 'boolean') throw new ControlError(400, `${name} must be true or false`);
    read[name] = value;
  }
  if (values.postsPerMinute !== undefined) {
    read.postsPerMinute = numberIn('postsPerMinute', values.postsPerMinute, COUNT);
  }
  if (values.postMessage !== undefined) read.postMessage = pace('postMessage', values.postMessage);
  if (values.webhook !== undefined) read.webhook = pace('webhook', values.webhook);
  if (values.tiers !== undefined) read.tiers = tiers(objectOf('tiers', values.tiers));
  if (values.methods !== undefined) read.methods = methods(objectOf('methods', values.methods));
  return read;
}

function tiers(values: JsonObject): LimitSettings['tiers'] {
  const wrong = Object.keys(values).find((tier) => !['1', '2', '3', '4'].includes(tier));
  if (wrong !== undefined) throw new ControlError(400, `no tier ${wrong}, only 1, 2, 3, 4`);
  const read = Object.keys(values).map((tier): [string, number] => [
    tier,
    numberIn(`tiers.${tier}`, values[tier], COUNT),
  ]);
  return Object.fromEntries(read) as LimitSettings['tiers'];
}

function methods(values: JsonObject): LimitSettings['methods'] {
  const read = Object.entries(values).map(([name, value]): [string, number | null] => [
    name,
    value === null ? null : numberIn(`methods.${name}`, value, COUNT),
  ]);
  return Object.fromEntries(read);
}

function pace(name: string, value: Json): PaceSpec {
  const values = objectOf(name, value);
  refuseUnknown(name, values, ['perSecond', 'burst']);
  return {
    perSecond: numberIn(`${name}.perSecond`, values.perSecond, { from: 0.001, to: MOST }),
    burst: numberIn(`${name}.burst`, values.burst, COUNT),
  };
}

/** What is misspelt is not taken for nothing. */
function refuseUnknown(what: string, values: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(values).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ControlError(400, `${what} has no ${unknown}, only ${known.join(', ')}`);
}

function objectOf(name: string, value: Json): JsonObject {
  if (!isObject(value)) throw new ControlError(400, `${name} must be an object`);
  return value;
}
