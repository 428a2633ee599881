import { isIP } from 'node:net';

/** Four bytes, or sixteen. */
export type AddressBytes = readonly number[];

export interface AddressRange {
  bytes: AddressBytes;
  bits: number;
}

/** An address as its bytes; IPv4 that is written as IPv6 (`::ffff:10.0.0.1`) as the four that it means. undefined for what is none. */
export function addressBytes(text: string): AddressBytes | undefined {
  const [bare = ''] = text.split('%');
  const kind = isIP(bare);
  if (kind === 4) return bare.split('.').map(Number);
  if (kind !== 6) return undefined;
  const bytes = bytesOfV6(bare);
  return isWithin(bytes, MAPPED) ? bytes.slice(12) : bytes;
}

/** `10.0.0.0/8`, `fd00::/8`, or an address alone. undefined for what is none. */
export function addressRange(text: string): AddressRange | undefined {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bytes = address.includes('%') ? undefined : addressBytes(address);
  if (bytes === undefined) return undefined;
  const most = bytes.length * 8;
  const written = isIP(address) === 4 ? 32 : 128;
  // The first 96 bits of a mapped address are what makes it one.
  const bits = prefix === undefined ? most : Number(prefix) - (written - most);
  return bits < 0 || bits > most ? undefined : { bytes, bits };
}

export function isWithin(address: AddressBytes, { bytes, bits }: AddressRange): boolean {
  if (address.length !== bytes.length) return false;
  return bytes.every((byte, index) => {
    const rest = Math.min(8, Math.max(0, bits - index * 8));
    const mask = (0xff << (8 - rest)) & 0xff;
    return (byte & mask) === (address[index] & mask);
  });
}

/**
 * Whether an address is anybody's on the internet: not private, local, reserved or for many at once. Of IPv6 only what is
 * given out, so that what is invented later is refused until somebody has looked at it.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry (RFC 6890)
 */
export function isPublicAddress(address: AddressBytes): boolean {
  if (address.length === 4) return !REFUSED_V4.some((range) => isWithin(address, range));
  // Translated to IPv4 on the way: what counts is where it leads.
  if (isWithin(address, NAT64)) return isPublicAddress(address.slice(12));
  return isWithin(address, GLOBAL_V6) && !REFUSED_V6.some((range) => isWithin(address, range));
}

function bytesOfV6(text: string): number[] {
  const [, before = text, dotted] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  const tail = dotted?.split('.').map(Number) ?? [];
  const groups = tail.length === 0 ? '' : `${hex(tail[0], tail[1])}:${hex(tail[2], tail[3])}`;
  const [head = [], rest] = `${before}${groups}`
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':')));
  const zeros = rest === undefined ? [] : Array<string>(8 - head.length - rest.length).fill('0');
  return [...head, ...zeros, ...(rest ?? [])].flatMap((group) => {
    const value = parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

const hex = (high: number, low: number) => (high * 256 + low).toString(16);

const MAPPED: AddressRange = { bytes: [...Array<number>(10).fill(0), 255, 255, 0, 0, 0, 0], bits: 96 };

const ranges = (...texts: string[]) =>
  texts.map((text) => {
    const range = addressRange(text);
    if (range === undefined) throw new Error(`${text} is no range of addresses`);
    return range;
  });

const [NAT64, GLOBAL_V6] = ranges('64:ff9b::/96', '2000::/3');

const REFUSED_V4 = ranges(
  ...['0.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'],
  ...['127.0.0.0/8', '169.254.0.0/16'],
  // Protocols' own, documentation, relays to IPv6, measurements.
  ...['192.0.0.0/24', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '192.88.99.0/24', '198.18.0.0/15'],
  // Multicast, reserved, broadcast.
  ...['224.0.0.0/4', '240.0.0.0/4'],
  // Azure's platform, which talks to the machine that asks: public by its number alone.
  '168.63.129.16/32',
);

const REFUSED_V6 = ranges(
  // Protocols' own with Teredo, 6to4 (both lead to an IPv4 address that is inside of them), documentation.
  ...['2001::/23', '2002::/16', '2001:db8::/32', '3fff::/20'],
);
