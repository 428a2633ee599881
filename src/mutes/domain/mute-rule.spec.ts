import fc from 'fast-check';
import { type MuteScope, type Muteable, muteFor, serviceOf } from './mute-rule.js';

const OPS = { places: ['C0OPS00001', '#ops'], service: null, all: false };
const of = (severity: string, service?: string, source?: string): Muteable => ({
  severity,
  source,
  labels: service === undefined ? {} : { service },
});

describe('What a mute keeps out of its channel', () => {
  it.each<[string, Partial<MuteScope>, Muteable, string, boolean]>([
    ['what is not critical', {}, of('error'), '#ops', true],
    ['by the channel’s id', {}, of('info'), 'C0OPS00001', true],
    ['however the name is written', {}, of('info'), '#OPS', true],
    ['not what goes elsewhere', {}, of('info'), '#general', false],
    ['not to people', {}, of('info'), 'ops', false],
    ['not what is critical', {}, of('critical'), '#ops', false],
    ['what is critical, where it says all', { all: true }, of('critical'), '#ops', true],
    ['its service', { service: 'payments' }, of('error', 'Payments'), '#ops', true],
    [
      'its source, where nothing names a service',
      { service: 'backup' },
      of('error', undefined, 'backup'),
      '#ops',
      true,
    ],
    [
      'not another service from that source',
      { service: 'backup' },
      of('error', 'db', 'backup'),
      '#ops',
      false,
    ],
    ['not what has neither', { service: 'payments' }, of('error'), '#ops', false],
  ])('%s', (_, scope, notification, destination, muted) => {
    expect(muteFor([{ ...OPS, ...scope }], notification, destination) !== undefined).toBe(muted);
  });

  it('takes a service from the label alone, whatever it is called', () => {
    expect(serviceOf({ severity: 'info', labels: { constructor: 'x' }, source: 's' })).toBe('s');
    expect(serviceOf({ severity: 'info', labels: {} })).toBeUndefined();
  });

  it('never keeps out what is critical, unless one of them says so', () => {
    const scopes = fc.array(
      fc.record({
        places: fc.subarray(['#ops', '#general', 'C0OPS00001']),
        service: fc.constantFrom(null, 'payments', 'db'),
        all: fc.boolean(),
      }),
    );
    const service = fc.constantFrom('payments', 'DB', 'search');
    fc.assert(
      fc.property(scopes, service, fc.constantFrom('#ops', 'C0OPS00001'), (mutes, name, place) => {
        const found = muteFor(mutes, of('critical', name), place);
        if (found !== undefined) expect(found.all).toBe(true);
        // What keeps out the critical keeps out the rest.
        if (found !== undefined) expect(muteFor(mutes, of('info', name), place)).toBeDefined();
      }),
    );
  });
});
