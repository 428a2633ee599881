import fc from 'fast-check';
import { runs } from '../../test/harness/runs.js';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { BodyValidation } from '../platform/http/json-body.js';
import { NotificationDto, SEVERITIES } from './notification.dto.js';
import { draftOf } from './notification.js';

const taken = (body: unknown) =>
  new BodyValidation().transform(body, {
    type: 'body',
    metatype: NotificationDto,
  }) as Promise<NotificationDto>;
const draft = async (body: object) => draftOf(await taken({ title: 'Disk full', ...body }));

async function faultsIn(body: unknown) {
  const error: unknown = await taken(body).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InvalidBodyError);
  return (error as InvalidBodyError).faults ?? [];
}

describe('a notification', () => {
  it('needs a title and nothing else', async () => {
    expect(await draft({})).toEqual({
      type: 'message',
      severity: 'info',
      title: 'Disk full',
      labels: {},
      fields: [],
      links: [],
    });
  });

  it('takes null for nothing', async () => {
    const names = ['type', 'severity', 'text', 'source', 'labels', 'fields', 'links', 'image', 'fingerprint'];
    const more = ['status', 'channel', 'occurred_at', 'to', 'only_to', 'thread_key'];
    const nulls = Object.fromEntries([...names, ...more].map((name) => [name, null]));
    expect(await draft(nulls)).toEqual(await draft({}));
  });

  it('is an alert where it has a fingerprint or a status', async () => {
    expect((await draft({ fingerprint: 'db-3' })).type).toBe('alert');
    expect((await draft({ status: 'resolved' })).type).toBe('alert');
    expect((await draft({ type: 'alert', fingerprint: 'db-3' })).fingerprint).toBe('db-3');
  });

  it('with an empty fingerprint has none: a template that found nothing must not tie strangers together', async () => {
    expect(await draft({ fingerprint: '' })).toEqual(await draft({}));
  });

  it('keeps all that was sent', async () => {
    const sent = {
      type: 'backup.finished',
      severity: 'error',
      text: '*x*',
      source: 's',
      labels: { a: 'b', '': '' },
      fields: [{ label: 'l', value: '' }],
      links: [{ text: 't', url: 'http://localhost:9090/x' }],
      image: { url: 'https://a.example/x.png', alt: 'a' },
      channel: '#ops',
    };
    const { occurredAt, ...rest } = await draft({ ...sent, occurred_at: '2026-11-23T07:00:00+01:00' });
    expect(JSON.parse(JSON.stringify(rest))).toEqual({ title: 'Disk full', ...sent });
    expect(occurredAt).toEqual(new Date('2026-11-23T06:00:00Z'));
  });

  it('may be for a person, by id or by e-mail address in any letters, alone in a channel or not', async () => {
    expect(await draft({ to: 'Ann@Example.com' })).toMatchObject({ to: 'ann@example.com' });
    expect(await draft({ to: 'U0123456789', type: 'alert', fingerprint: 'x' })).toMatchObject({
      to: 'U0123456789',
    });
    expect(await draft({ channel: '#ops', only_to: 'Ann@Example.com' })).toMatchObject({
      onlyTo: 'ann@example.com',
    });
  });

  it('belongs to a thread where it has a key; an empty one is none', async () => {
    expect((await draft({ thread_key: 'deploy-1' })).threadKey).toBe('deploy-1');
    expect((await draft({ thread_key: '' })).threadKey).toBeUndefined();
  });

  it('keeps labels of any name', async () => {
    const labels = JSON.parse('{"toString":"x","valueOf":"y","a/b~c":"z"}') as Record<string, string>;
    expect(Object.entries((await draft({ labels })).labels)).toEqual(Object.entries(labels));
  });

  it.each<[string, object, string]>([
    ['no title', { title: undefined }, '/title'],
    ['an empty title', { title: '' }, '/title'],
    ['a title that is a number', { title: 5 }, '/title'],
    ['a long title', { title: 'x'.repeat(1_001) }, '/title'],
    ['an unknown severity', { severity: 'fatal' }, '/severity'],
    ['a severity that objects have', { severity: 'constructor' }, '/severity'],
    ['a type with spaces', { type: 'my type' }, '/type'],
    ['a text that is a list', { text: [] }, '/text'],
    ['labels that are a list', { labels: [] }, '/labels'],
    ['a label that is a number', { labels: { a: 1 } }, '/labels'],
    ['a field without a label', { fields: [{ label: 'a', value: 'b' }, { value: 'x' }] }, '/fields/1/label'],
    ['a field that is null', { fields: [null] }, '/fields'],
    ['a field that is a list', { fields: [[]] }, '/fields'],
    ['a field that is a text', { fields: ['x'] }, '/fields'],
    ['101 fields', { fields: Array.from({ length: 101 }, () => ({ label: 'a', value: 'b' })) }, '/fields'],
    ['a link that is a list', { links: [[]] }, '/links'],
    ['a link to a script', { links: [{ text: 'x', url: 'javascript:alert(1)' }] }, '/links/0/url'],
    ['an image without words', { image: { url: 'https://a.example/x.png' } }, '/image/alt'],
    ['an image that is a list', { image: [] }, '/image'],
    ['a status of its own', { status: 'open' }, '/status'],
    ['a fingerprint, and a type that has no alerts', { type: 'report', fingerprint: 'x' }, '/fingerprint'],
    ['a status, and a type that has no alerts', { type: 'report', status: 'firing' }, '/status'],
    ['a channel without #', { channel: 'general' }, '/channel'],
    ['a person by name', { to: 'ann' }, '/to'],
    ['a channel and a person', { channel: '#ops', to: 'U0123456789' }, '/to'],
    ['somebody alone, and no channel', { only_to: 'U0123456789' }, '/only_to'],
    [
      'somebody alone, of an alert',
      { channel: '#ops', only_to: 'U0123456789', status: 'firing' },
      '/only_to',
    ],
    ['somebody alone, in a thread', { channel: '#ops', only_to: 'U0123456789', thread_key: 'x' }, '/only_to'],
    ['a time in words', { occurred_at: 'yesterday' }, '/occurred_at'],
    ['a day that is none', { occurred_at: '2026-02-30T00:00:00Z' }, '/occurred_at'],
    ['a week', { occurred_at: '2026-W05-1' }, '/occurred_at'],
    ['a property that we don’t know', { sevrity: 'info' }, '/sevrity'],
  ])('is refused with %s', async (_, change, pointer) => {
    const faults = await faultsIn({ title: 'x', ...change });
    expect(faults.map((fault) => fault.pointer)).toContain(pointer);
    expect(new Set(faults.map((fault) => fault.pointer)).size).toBeLessThanOrEqual(2);
  });

  it('has all its faults named at once', async () => {
    const faults = await faultsIn({ severity: 'x', links: [{ text: '', url: 'x' }], extra: 1 });
    expect(new Set(faults.map(({ pointer }) => pointer))).toEqual(
      new Set(['/title', '/severity', '/links/0/text', '/links/0/url', '/extra']),
    );
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'x'],
    ['a list', [{ title: 'x' }]],
    ['nothing', undefined],
  ])('that is %s is refused', async (_, body) => {
    expect(await faultsIn(body)).not.toEqual([]);
  });

  it('that is taken has a time that is one, whatever was sent', async () => {
    const times = fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.stringMatching(/^\d{4}-?(W?\d\d|\d{3})(-?\d\d?)?(T\d\d(:?\d\d)?)?(Z|\+\d\d:\d\d)?$/),
    );
    await fc.assert(
      fc.asyncProperty(times, fc.constantFrom(...SEVERITIES), async (occurred_at, severity) => {
        const read = await draft({ occurred_at, severity }).catch(() => undefined);
        expect(read?.occurredAt?.getTime()).not.toBeNaN();
      }),
      runs(200),
    );
  });
});
