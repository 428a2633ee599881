import { isDirect } from './address.js';

/** Where a message waits, or could go. */
export interface Place {
  lane: string;
  /** What the channel directory knows of it; undefined where that is nothing. */
  isPrivate: boolean | undefined;
}

/**
 * What was meant for a private channel goes elsewhere only where we know that not everybody could read it. Of a channel that
 * we don't know we know no secret either: what was meant for it goes.
 */
export const mayMove = (from: Place, to: Place): boolean =>
  from.isPrivate !== true || to.isPrivate === true || isDirect(to.lane);
