import { isObject, type Json, type JsonObject } from '../json.js';
import type { PaceSpec } from '../limits/allowance.js';
import type { LimitSettings } from '../limits/limit-settings.js';
import { ControlError } from './control-request.js';
import { positive } from './settings.js';

/**
 * The limits that a control call names: `{enabled?, tiers?: {1..4: n}, methods?: {name: n | null},
 * postMessage?: {perSecond, burst}, postsPerMinute?, webhook?: {perSecond, burst}, nonMarketplace?}`.
 */
export function readLimits(values: JsonObject): Partial<LimitSettings> {
  const read: Partial<LimitSettings> = {};
  for (const name of ['enabled', 'nonMarketplace'] as const) {
    const value = values[name];
    if (value === undefined) continue;
    if (typeof value !== 'boolean') throw new ControlError(400, `${name} must be true or false`);
    read[name] = value;
  }
  if (values.postsPerMinute !== undefined) read.postsPerMinute = positive('postsPerMinute', values);
  if (values.postMessage !== undefined) read.postMessage = pace('postMessage', values.postMessage);
  if (values.webhook !== undefined) read.webhook = pace('webhook', values.webhook);
  if (values.tiers !== undefined) read.tiers = tiers(objectOf('tiers', values.tiers));
  if (values.methods !== undefined) read.methods = methods(objectOf('methods', values.methods));
  return read;
}

function tiers(values: JsonObject): LimitSettings['tiers'] {
  const wrong = Object.keys(values).find((tier) => !['1', '2', '3', '4'].includes(tier));
  if (wrong !== undefined) throw new ControlError(400, `no tier ${wrong}`);
  const read = Object.keys(values).map((tier): [string, number] => [tier, positive(tier, values)]);
  return Object.fromEntries(read) as LimitSettings['tiers'];
}

function methods(values: JsonObject): LimitSettings['methods'] {
  const read = Object.entries(values).map(([name, value]): [string, number | null] => [
    name,
    value === null ? null : positive(name, values),
  ]);
  return Object.fromEntries(read);
}

function pace(name: string, value: Json): PaceSpec {
  const values = objectOf(name, value);
  return { perSecond: positive('perSecond', values), burst: positive('burst', values) };
}

function objectOf(name: string, value: Json): JsonObject {
  if (!isObject(value)) throw new ControlError(400, `${name} must be an object`);
  return value;
}
