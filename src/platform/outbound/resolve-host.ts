import { Resolver, lookup } from 'node:dns/promises';
import { type AllowList, hostIn, isNamed } from './domain/allow-list.js';

/** A name's addresses; none where it has none. */
export type ResolveHost = (host: string) => Promise<string[]>;

const TRY_MS = 1_500;
const TRIES = 2;

/**
 * Names that workspaces gave are asked of DNS itself: the system's own look-up blocks one of libuv's four threads for as long
 * as a stranger's name server pleases. It is for names that the operator listed: those may be of this machine's making,
 * out of its hosts file or its search domains.
 */
export function hostResolver(allow: AllowList): ResolveHost {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  return async (host) => {
    const name = hostIn(host);
    if (isNamed(allow, name)) return (await lookup(name, { all: true })).map(({ address }) => address);
    // RFC 6761: nobody is to be asked for these.
    if (/(?:^|\.)localhost$/.test(name)) return ['127.0.0.1', '::1'];
    if (/(?:^|\.)invalid$/.test(name)) return [];
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}
