/** How a channel stands that a route names. */
export type ChannelStanding =
  | 'joined'
  /** It exists, and the bot is not in it. */
  | 'outside'
  | 'archived'
  /** Slack shows the bot no such channel: deleted, misspelt, or private. */
  | 'missing'
  /** It could not be found out. */
  | 'unknown';

export interface ListedChannel {
  id: string;
  /** Without the `#`. */
  name: string;
  isArchived: boolean;
}

/** What Slack lists for the bot: every channel that it can see, or only the first of very many. */
export interface Listing {
  channels: readonly ListedChannel[];
  isWhole: boolean;
}

/**
 * @param address as a route has it
 * @param joined where the bot is; undefined while Slack can't be asked
 * @param listing what else there is; undefined while Slack can't be asked
 */
export function standingOf(
  address: string,
  joined: readonly ListedChannel[] | undefined,
  listing: Listing | undefined,
): ChannelStanding {
  const isMeant = meantBy(address);
  // A direct message, or a person: nothing that lists channels tells of them.
  if (isMeant === undefined || joined === undefined) return 'unknown';
  if (joined.some(isMeant)) return 'joined';
  const found = listing?.channels.filter(isMeant) ?? [];
  // The name of an archived channel may be another one's by now.
  if (found.length > 0) return found.every(({ isArchived }) => isArchived) ? 'archived' : 'outside';
  return listing?.isWhole === true ? 'missing' : 'unknown';
}

function meantBy(address: string): ((channel: ListedChannel) => boolean) | undefined {
  if (/^[CG][A-Z0-9]+$/.test(address)) return ({ id }) => id === address;
  if (!address.startsWith('#')) return undefined;
  // Slack's names have no capitals.
  const wanted = address.slice(1).toLowerCase();
  return ({ name }) => name === wanted;
}
