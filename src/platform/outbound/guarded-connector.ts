import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { addressBytes } from './domain/address.js';
import { type AllowList, mayReach } from './domain/allow-list.js';
import { OutboundError, refusedAddress } from './outbound-error.js';
import type { ResolveHost } from './resolve-host.js';

/**
 * Connects to what may be reached, and decides by the address that it is about to connect to: a name that leads elsewhere when
 * it is asked a second time leads nowhere.
 */
export function guardedConnector(
  allow: AllowList,
  resolve: ResolveHost,
  timeoutMs: number,
): buildConnector.connector {
  const permits = (host: string, address: string) => {
    const bytes = addressBytes(address);
    return bytes !== undefined && mayReach(allow, host, bytes);
  };
  const reachable = async (host: string): Promise<string[]> => {
    const addresses = await resolve(host).catch(() => []);
    if (addresses.length === 0) throw new OutboundError('not_resolved', 'has a name that can’t be found');
    const some = addresses.filter((address) => permits(host, address));
    if (some.length === 0) throw refusedAddress();
    return some;
  };
  const lookup: LookupFunction = (host, { all }, callback) => {
    reachable(host).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        if (all === true) callback(null, found);
        else callback(null, found[0].address, found[0].family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, all === true ? [] : ''),
    );
  };
  const connect = buildConnector({ timeout: timeoutMs, lookup });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // Node looks up no address that stands there as one.
    if (isIP(host) !== 0 && !permits(host, host)) callback(refusedAddress(), null);
    else connect(options, callback);
  };
}
