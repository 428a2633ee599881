import type { Json } from '../json.js';
import { ControlError } from './control-request.js';

/** More of anything is a slip of whoever typed it, and past a timer's 24 days would be none at all. */
export const MOST = 1_000_000;
export const DAY_MS = 86_400_000;

export type Bounds = ({ from: number } | { above: number }) & { to: number; whole?: true };

export const COUNT: Bounds = { from: 1, to: MOST, whole: true };

export function fits(value: Json | undefined, bounds: Bounds): value is number {
  if (typeof value !== 'number' || !(value <= bounds.to)) return false;
  if (bounds.whole === true && !Number.isInteger(value)) return false;
  return 'from' in bounds ? value >= bounds.from : value > bounds.above;
}

/** What fits, in words. */
export const whatFits = (bounds: Bounds): string =>
  `a ${bounds.whole === true ? 'whole ' : ''}number ${
    'from' in bounds ? `from ${bounds.from}` : `above ${bounds.above}, up`
  } to ${bounds.to}`;

/** @throws ControlError that says what is allowed */
export function numberIn(name: string, value: Json | undefined, bounds: Bounds): number {
  if (fits(value, bounds)) return value;
  throw new ControlError(400, `${name} must be ${whatFits(bounds)}, not ${shownValue(value)}`);
}

export function shownValue(value: Json | undefined): string {
  // JSON has no word for what is too large for it.
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
}
