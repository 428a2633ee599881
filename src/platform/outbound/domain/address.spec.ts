import fc from 'fast-check';
import { BlockList } from 'node:net';
import { runs } from '../../../../test/harness/runs.js';
import { addressBytes, addressRange, isPublicAddress, isWithin } from './address.js';

const isPublic = (text: string) => {
  const bytes = addressBytes(text);
  if (bytes === undefined) throw new Error(`${text} is no address`);
  return isPublicAddress(bytes);
};

const v4 = fc.ipV4();
const v6 = fc.ipV6();
/** What IANA's registry of special IPv4 addresses calls not globally reachable, and multicast. Written down a second time. */
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

const list = (kind: 'ipv4' | 'ipv6', texts: string[]) => {
  const made = new BlockList();
  for (const text of texts) {
    const [address, bits] = text.split('/');
    made.addSubnet(address, Number(bits), kind);
  }
  return made;
};
const within = (range: string) => {
  const [address, bits] = range.split('/');
  return fc.integer({ min: 0, max: 2 ** (32 - Number(bits)) - 1 }).map((offset) => {
    const number = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0) + offset;
    return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
  });
};

describe('An address', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.1',
    '192.0.1.1',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450:4001::200e',
    '64:ff9b::8.8.8.8',
    '::ffff:8.8.8.8',
  ])('%s is anybody’s', (address) => expect(isPublic(address)).toBe(true));

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '0.0.0.0',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '::127.0.0.1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::8.8.8.8',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    '100::1',
    '5f00::1',
    '4000::1',
  ])('%s is not', (address) => expect(isPublic(address)).toBe(false));

  it('of any special range is refused, written as IPv4 and as IPv6', () => {
    for (const range of SPECIAL_V4) {
      fc.assert(
        fc.property(within(range), (address) => {
          expect(isPublic(address)).toBe(false);
          expect(isPublic(`::ffff:${address}`)).toBe(false);
          expect(isPublic(`64:ff9b::${address}`)).toBe(false);
        }),
        runs(50),
      );
    }
  });

  it('of no special range is anybody’s, whatever it is', () => {
    const special = list('ipv4', [...SPECIAL_V4, '168.63.129.16/32']);
    fc.assert(
      fc.property(v4, (address) => expect(isPublic(address)).toBe(!special.check(address))),
      runs(2_000),
    );
    const given = list('ipv6', ['2000::/3']);
    const not = list('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
    const global = fc
      .tuple(fc.constantFrom('2001', '2002', '2003', '2a00', '3fff', 'fe80', 'fd12'), v6)
      .map(([first, address]) => address.replace(/^[0-9a-f]+/i, first));
    fc.assert(
      fc.property(fc.oneof(v6, global), (address) => {
        const bytes = addressBytes(address) ?? [];
        const translated = bytes.length === 4 || /^0*64:0*ff9b:/i.test(address);
        if (translated) return;
        expect(isPublicAddress(bytes)).toBe(given.check(address, 'ipv6') && !not.check(address, 'ipv6'));
      }),
      runs(2_000),
    );
  });

  it('is its bytes, however it is written', () => {
    expect(addressBytes('::ffff:10.0.0.1')).toEqual([10, 0, 0, 1]);
    expect(addressBytes('1::2')).toEqual([0, 1, ...Array<number>(13).fill(0), 2]);
    for (const none of ['', 'example.com', '10.0.0', '1.2.3.4.5', '1::2::3', '10.0.0.1/8'])
      expect(addressBytes(none)).toBeUndefined();
    fc.assert(
      fc.property(v6, (address) => {
        const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1);
        expect(addressBytes(address)).toEqual(addressBytes(shortest));
      }),
      runs(500),
    );
  });

  it('is in a range when their first bits are the same', () => {
    const prefixed = fc.oneof(
      fc.tuple(v4, v4, fc.integer({ min: 0, max: 32 }), fc.constant('ipv4' as const)),
      fc.tuple(v6, v6, fc.integer({ min: 0, max: 128 }), fc.constant('ipv6' as const)),
    );
    fc.assert(
      fc.property(prefixed, fc.boolean(), ([one, other, bits, kind], same) => {
        const range = addressRange(`${one}/${bits}`);
        const address = same ? one : other;
        // Both judges take a mapped address for IPv4, each in its way.
        if ([one, other].some((text) => kind === 'ipv6' && addressBytes(text)?.length === 4)) return;
        const expected = list(kind, [`${one}/${bits}`]).check(address, kind);
        expect(range && isWithin(addressBytes(address) ?? [], range)).toBe(expected);
      }),
      runs(1_000),
    );
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/-1',
    'fd00::/129',
    '10.0.0/8',
    '/8',
    '10.0.0.0/',
    'fe80::1%eth0/64',
    'host/8',
    '::ffff:10.0.0.0/95',
  ])('%s is no range', (text) => expect(addressRange(text)).toBeUndefined());

  it('alone is a range of one; a mapped range is the IPv4 one', () => {
    expect(addressRange('10.0.0.1')).toEqual({ bytes: [10, 0, 0, 1], bits: 32 });
    expect(addressRange('::ffff:10.0.0.0/104')).toEqual({ bytes: [10, 0, 0, 0], bits: 8 });
  });
});
