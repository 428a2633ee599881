import { addressBytes } from './address.js';
import { NOTHING_ALLOWED, mayReach, readAllowList } from './allow-list.js';

const reaches = (list: string, host: string, address: string) => {
  const allow = readAllowList(list);
  if (allow === undefined) throw new Error(`${list} is no list`);
  return mayReach(allow, host, addressBytes(address) ?? []);
};

describe('The operator’s list', () => {
  it('lets a host through by its name, whatever it leads to, and no other', () => {
    expect(reaches('health.internal', 'Health.Internal.', '10.0.0.1')).toBe(true);
    expect(reaches('health.internal', 'health.internal.example.com', '10.0.0.1')).toBe(false);
    expect(reaches('health.internal', 'xhealth.internal', '10.0.0.1')).toBe(false);
  });

  it('lets all below a name through, not the name itself', () => {
    expect(reaches('*.svc.cluster.local', 'payments.default.svc.cluster.local', '10.0.0.1')).toBe(true);
    expect(reaches('*.svc.cluster.local', 'svc.cluster.local', '10.0.0.1')).toBe(false);
    expect(reaches('*.svc.cluster.local', 'evilsvc.cluster.local', '10.0.0.1')).toBe(false);
  });

  it('lets addresses through by range, written as IPv6 too', () => {
    const list = '10.20.0.0/16, fd00::/8';
    expect(reaches(list, 'any.example', '10.20.3.4')).toBe(true);
    expect(reaches(list, 'any.example', '::ffff:10.20.3.4')).toBe(true);
    expect(reaches(list, 'any.example', 'fd12::1')).toBe(true);
    expect(reaches(list, 'any.example', '10.21.0.1')).toBe(false);
    expect(reaches(list, 'any.example', '::1')).toBe(false);
  });

  it('is not needed for what is public, and empty it lets nothing else through', () => {
    expect(mayReach(NOTHING_ALLOWED, 'example.com', [93, 184, 215, 14])).toBe(true);
    expect(mayReach(NOTHING_ALLOWED, 'localhost', [127, 0, 0, 1])).toBe(false);
  });

  it.each([
    '',
    'a b',
    'http://health.internal',
    '*',
    '*.',
    'a.*.b',
    '10.0.0.0/40',
    '10.0.0',
    'host:80',
    'a,,b',
    '-a',
  ])('refuses %j', (text) => expect(readAllowList(text)).toBeUndefined());
});
