import { instantOf, wallTimeAt } from '../../platform/domain/index.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

export const COVERS = ['day', 'week'] as const;
/** What a report is about: yesterday, or last week from Monday to Sunday; in its zone. */
export type Covers = (typeof COVERS)[number];

/** From `from` on, up to but without `to`. */
export interface DataWindow {
  from: Date;
  to: Date;
}

/** What a run is about, and the period before it to compare with. A day is as long as the zone's clocks make it. */
export function windowsOf(
  covers: Covers,
  zone: string,
  slot: Date,
): { window: DataWindow; before: DataWindow } {
  const midnight = Math.floor(wallTimeAt(zone, slot.getTime()) / DAY_MS) * DAY_MS;
  const sinceMonday = (new Date(midnight).getUTCDay() + 6) % 7;
  const [end, length] = covers === 'day' ? [midnight, 1] : [midnight - sinceMonday * DAY_MS, 7];
  const at = (days: number) => new Date(instantOf(zone, end - days * DAY_MS));
  return {
    window: { from: at(length), to: at(0) },
    before: { from: at(2 * length), to: at(length) },
  };
}
