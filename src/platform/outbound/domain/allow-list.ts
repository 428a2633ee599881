import { type AddressBytes, type AddressRange, addressRange, isPublicAddress, isWithin } from './address.js';

/** What the operator lets outgoing calls reach though it is private. */
export interface AllowList {
  hosts: readonly string[];
  ranges: readonly AddressRange[];
}

export const NOTHING_ALLOWED: AllowList = { hosts: [], ranges: [] };

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
/** What ends in a number would be taken for an address. */
const HOST = new RegExp(`^(?:\\*\\.)?(?:${LABEL}\\.)*(?!\\d+$)${LABEL}$`);

/** Hosts (`*.` stands for all below one) and ranges, with commas between them. undefined where one is neither. */
export function readAllowList(text: string): AllowList | undefined {
  const entries = text.split(',').map((entry) => hostIn(entry.trim()));
  const hosts = entries.filter((entry) => HOST.test(entry));
  const ranges = entries.flatMap((entry) => addressRange(entry) ?? []);
  return hosts.length + ranges.length === entries.length ? { hosts, ranges } : undefined;
}

/** Whether a call to `host`, which leads to `address`, may be made. */
export function mayReach(allow: AllowList, host: string, address: AddressBytes): boolean {
  return (
    isPublicAddress(address) || isNamed(allow, host) || allow.ranges.some((range) => isWithin(address, range))
  );
}

/** The operator has named the host itself, whatever it leads to. */
export function isNamed({ hosts }: AllowList, host: string): boolean {
  const name = hostIn(host);
  return hosts.some((one) => (one.startsWith('*.') ? name.endsWith(one.slice(1)) : name === one));
}

/** Without case, and without the dot that a full name may end in. */
export const hostIn = (text: string) => text.toLowerCase().replace(/\.$/, '');
