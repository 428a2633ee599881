/** A channel that is quiet for a time, as far as the rule must know it. */
export interface MuteScope {
  /** The channel's id, the ids it had, and `#name`. */
  places: readonly string[];
  /** Only what is of this service; null for all of them. */
  service: string | null;
  /** What is critical too. */
  all: boolean;
}

export interface Muteable {
  severity: string;
  source?: string;
  labels: Record<string, string>;
}

/** A day: whoever wants quiet for longer wants another route. */
export const LONGEST_MUTE_MS = 24 * 60 * 60 * 1_000;
export const SHORTEST_MUTE_MS = 60 * 1_000;

/** As digests group: the label `service`, else the source. */
export const serviceOf = ({ labels, source }: Muteable): string | undefined =>
  Object.hasOwn(labels, 'service') ? labels.service : source;

/** The mute that keeps something out of a place; names have no capitals of their own. */
export function muteFor<Mute extends MuteScope>(
  mutes: readonly Mute[],
  notification: Muteable,
  destination: string,
): Mute | undefined {
  const place = destination.startsWith('#') ? destination.toLowerCase() : destination;
  const service = serviceOf(notification)?.toLowerCase();
  return mutes.find(
    (mute) =>
      mute.places.includes(place) &&
      (mute.all || notification.severity !== 'critical') &&
      (mute.service === null || mute.service.toLowerCase() === service),
  );
}
