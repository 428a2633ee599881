import { InvalidBodyError } from '../platform/errors/app-error.js';
import { BodyValidation } from '../platform/http/json-body.js';
import { RoutingDocumentDto } from './routing-document.dto.js';

const fallback = { channel: '#general' };
const taken = (body: unknown) =>
  new BodyValidation().transform(body, { type: 'body', metatype: RoutingDocumentDto });
const withRoute = (route: unknown) => ({ routes: [route], fallback });
const usable = { name: 'r', to: [{ channel: '#r' }] };

async function pointersOf(body: unknown): Promise<string[]> {
  const error: unknown = await taken(body).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return [];
  expect(error).toBeInstanceOf(InvalidBodyError);
  return [...new Set((error as InvalidBodyError).faults?.map(({ pointer }) => pointer))];
}

describe('a routing document', () => {
  it.each<[string, unknown]>([
    ['has a fallback at least', { routes: [], fallback }],
    [
      'may name channels by id',
      withRoute({ name: 'r', to: [{ channel: 'C0123456789' }, { channel: 'U0123456789' }] }),
    ],
    [
      'may name people and webhooks, and say how sure it must be',
      withRoute({
        name: 'r',
        to: [
          { to: 'U0123456789' },
          { to: 'ann@example.com', delivery: 'at_most_once' },
          { webhook: 'partner', delivery: 'at_least_once' },
          { channel: '#r', to: null, webhook: null, delivery: null },
        ],
      }),
    ],
    ['may say "continue"', withRoute({ ...usable, continue: true })],
    [
      'may match by type, severity, source and labels',
      withRoute({
        ...usable,
        match: {
          type: 'alert',
          severity: ['error', 'crit*'],
          source: '*',
          labels: { a: 'x', b: ['y', 'z'] },
        },
      }),
    ],
    [
      'may hold null where it has no condition',
      withRoute({ ...usable, match: { type: null, labels: null } }),
    ],
  ])('%s', async (_, body) => {
    expect(await pointersOf(body)).toEqual([]);
  });

  it('keeps conditions on labels of any name', async () => {
    const labels = JSON.parse('{"toString":"x","valueOf":"y","a":"b"}') as Record<string, string>;
    const document = (await taken(withRoute({ ...usable, match: { labels } }))) as RoutingDocumentDto;
    expect(Object.entries(document.routes[0]?.match?.labels ?? {})).toEqual(Object.entries(labels));
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', {}, ['/routes', '/fallback']],
    ['routes that are no list', { routes: {}, fallback }, ['/routes']],
    ['a route that is null', withRoute(null), ['/routes']],
    ['a route that is a list', withRoute([]), ['/routes']],
    ['a route without a name', withRoute({ to: usable.to }), ['/routes/0/name']],
    ['a route that leads nowhere', withRoute({ name: 'r', to: [] }), ['/routes/0/to']],
    ['a destination that is a list', withRoute({ name: 'r', to: [[]] }), ['/routes/0/to']],
    ['two routes of one name', { routes: [usable, usable], fallback }, ['/routes']],
    [
      'a channel without #',
      withRoute({ name: 'r', to: [{ channel: 'general' }] }),
      ['/routes/0/to/0/channel'],
    ],
    [
      'a destination that is nowhere',
      withRoute({ name: 'r', to: [{ delivery: 'at_most_once' }] }),
      ['/routes/0/to/0/channel'],
    ],
    [
      'a destination that is two',
      withRoute({ name: 'r', to: [{ to: 'U0123456789', webhook: 'partner' }] }),
      ['/routes/0/to/0/channel'],
    ],
    ['a person by name', withRoute({ name: 'r', to: [{ to: 'ann' }] }), ['/routes/0/to/0/to']],
    [
      'a webhook by URL',
      withRoute({ name: 'r', to: [{ webhook: 'https://x' }] }),
      ['/routes/0/to/0/webhook'],
    ],
    [
      'an unknown sureness',
      withRoute({ name: 'r', to: [{ channel: '#r', delivery: 'exactly_once' }] }),
      ['/routes/0/to/0/delivery'],
    ],
    [
      'a fallback that is a person',
      { routes: [], fallback: { to: 'U0123456789' } },
      ['/fallback/to', '/fallback/channel'],
    ],
    ['a fallback that is a text', { routes: [], fallback: '#general' }, ['/fallback']],
    ['a fallback without a channel', { routes: [], fallback: {} }, ['/fallback/channel']],
    ['an empty pattern', withRoute({ ...usable, match: { type: '' } }), ['/routes/0/match/type']],
    [
      'an empty list of patterns',
      withRoute({ ...usable, match: { source: [] } }),
      ['/routes/0/match/source'],
    ],
    [
      'a label that must be a number',
      withRoute({ ...usable, match: { labels: { a: 5 } } }),
      ['/routes/0/match/labels'],
    ],
    ['a misspelt condition', withRoute({ ...usable, match: { sevrity: 'x' } }), ['/routes/0/match/sevrity']],
    ['a "continue" that is a text', withRoute({ ...usable, continue: 'yes' }), ['/routes/0/continue']],
  ])('is refused with %s', async (_, body, pointers) => {
    expect((await pointersOf(body)).filter((pointer) => pointers.includes(pointer))).toEqual(pointers);
  });

  it('has all its faults named at once', async () => {
    const body = {
      routes: [
        { name: '', to: [{ channel: 'x' }] },
        { ...usable, extra: 1 },
      ],
      fallback: {},
    };
    expect(await pointersOf(body)).toEqual([
      '/routes/0/name',
      '/routes/0/to/0/channel',
      '/routes/1/extra',
      '/fallback/channel',
    ]);
  });
});
