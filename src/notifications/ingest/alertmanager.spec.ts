import { BodyValidation } from '../../platform/http/json-body.js';
import { draftsOfAlertmanager } from './alertmanager.js';
import { AlertmanagerWebhookDto } from './alertmanager.dto.js';

const taken = (body: unknown) =>
  new BodyValidation().transform(body, {
    type: 'body',
    metatype: AlertmanagerWebhookDto,
  }) as Promise<AlertmanagerWebhookDto>;

/** As Alertmanager 0.27 sends it. */
const firing = {
  status: 'firing',
  labels: { alertname: 'DiskFull', severity: 'critical', instance: 'db-3:9100', service: 'payments' },
  annotations: { summary: 'Disk full on db-3', description: 'Only 2 % < 5 % left' },
  startsAt: '2026-11-23T06:00:00.123Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus:9090/graph?g0.expr=x&g0.tab=1',
  fingerprint: '5b9f0d2a7c1e4f60',
};
const webhook = (...alerts: object[]) => ({
  version: '4',
  groupKey: '{}:{}',
  status: 'firing',
  receiver: 'sb',
  alerts,
});

async function draftOf(change: object = {}) {
  const [draft] = draftsOfAlertmanager(await taken(webhook({ ...firing, ...change })));
  if (draft === undefined) throw new Error('No draft');
  return draft;
}
const labelled = (labels: object) => draftOf({ labels: { alertname: 'A', ...labels } });
const annotated = (annotations: object) => draftOf({ annotations });

describe('an alert of Alertmanager’s', () => {
  it('becomes one draft', async () => {
    expect(await draftOf()).toEqual({
      type: 'alert',
      severity: 'critical',
      title: 'Disk full on db-3',
      text: 'Only 2 % &lt; 5 % left',
      source: 'alertmanager',
      labels: firing.labels,
      fields: [
        { label: 'instance', value: 'db-3:9100' },
        { label: 'service', value: 'payments' },
      ],
      links: [{ text: 'Source', url: firing.generatorURL }],
      fingerprint: '5b9f0d2a7c1e4f60',
      status: 'firing',
      occurredAt: new Date('2026-11-23T06:00:00.123Z'),
    });
  });

  it('comes in a group; each has a draft, in the order of the group', async () => {
    const alerts = ['a', 'b', 'c'].map((fingerprint) => ({ ...firing, fingerprint }));
    const drafts = draftsOfAlertmanager(await taken(webhook(...alerts)));
    expect(drafts.map(({ fingerprint }) => fingerprint)).toEqual(['a', 'b', 'c']);
    expect(draftsOfAlertmanager(await taken(webhook()))).toEqual([]);
  });

  it.each([
    ['critical', 'critical'],
    ['page', 'critical'],
    ['P1', 'critical'],
    ['Disaster', 'critical'],
    ['high', 'error'],
    ['error', 'error'],
    ['p2', 'error'],
    ['WARNING', 'warning'],
    [' warn ', 'warning'],
    ['p3', 'warning'],
    ['info', 'info'],
    ['none', 'info'],
    ['p4', 'info'],
    ['purple', 'warning'],
    ['', 'warning'],
    ['constructor', 'warning'],
    ['__proto__', 'warning'],
    [undefined, 'warning'],
  ])('with the severity %j is %s', async (word, severity) => {
    expect((await labelled({ severity: word })).severity).toBe(severity);
  });

  it.each([
    [{ summary: 'S', title: 'T', message: 'M' }, 'S'],
    [{ summary: '', title: 'T' }, 'T'],
    [{ summary: ' \n', message: 'M' }, 'M'],
    [{}, 'DiskFull'],
    [null, 'DiskFull'],
  ])('with the annotations %j has the title %s', async (annotations, title) => {
    expect((await draftOf({ annotations })).title).toBe(title);
  });

  it('without a name is an alert still', async () => {
    expect((await draftOf({ labels: {}, annotations: {} })).title).toBe('Alert');
    expect((await draftOf({ labels: { alertname: '' }, annotations: {} })).title).toBe('Alert');
  });

  it('has a title and a text that are cut between characters: half of one can’t be stored', async () => {
    const { title, text } = await annotated({
      summary: `${'x'.repeat(998)}🔴🔴`,
      description: `${'x'.repeat(99_998)}🔴<`,
    });
    expect(title).toBe(`${'x'.repeat(998)}…`);
    expect(text).toBe(`${'x'.repeat(99_998)}…`);
  });

  it('shows a label that is no text as text', async () => {
    const { labels, fields } = await labelled({ n: 5, o: { a: [1] }, z: null });
    expect(labels).toEqual({ alertname: 'A', n: '5', o: '{"a":[1]}', z: 'null' });
    expect(fields).toContainEqual({ label: 'o', value: '{"a":[1]}' });
  });

  it('keeps labels of any name', async () => {
    expect((await labelled({ toString: 'x', valueOf: 'y' })).fields).toEqual([
      { label: 'toString', value: 'x' },
      { label: 'valueOf', value: 'y' },
    ]);
  });

  it('has links to its runbook, dashboard and source, each URL once', async () => {
    const { links } = await annotated({
      runbook_url: 'https://wiki.example/r',
      runbook: 'https://wiki.example/r',
      dashboard: 'https://grafana.example/d',
      dashboard_url: firing.generatorURL,
    });
    expect(links).toEqual([
      { text: 'Runbook', url: 'https://wiki.example/r' },
      { text: 'Dashboard', url: firing.generatorURL },
      { text: 'Dashboard', url: 'https://grafana.example/d' },
    ]);
  });

  it.each(['javascript:alert(1)', 'ftp://x/y', 'see the wiki', '/relative', ''])(
    'has no link to %j',
    async (url) => {
      const { links } = await draftOf({ annotations: { runbook_url: url }, generatorURL: url });
      expect(links).toEqual([]);
    },
  );

  it('has no fingerprint where it is empty', async () => {
    expect((await draftOf({ fingerprint: '' })).fingerprint).toBeUndefined();
  });

  it.each<[string, object, string]>([
    ['fires from when it began', {}, firing.startsAt],
    ['fires, whatever end it foresees', { endsAt: '2026-11-23T07:00:00Z' }, firing.startsAt],
    [
      'is over from its end',
      { status: 'resolved', endsAt: '2026-11-23T08:00:00+01:00' },
      '2026-11-23T07:00:00Z',
    ],
    [
      'is over from its beginning, if no end is told',
      { status: 'resolved', endsAt: undefined },
      firing.startsAt,
    ],
    ['is over from its beginning, if its end is null', { status: 'resolved', endsAt: null }, firing.startsAt],
    ['is over from its beginning, if its end is the zero time', { status: 'resolved' }, firing.startsAt],
  ])('%s', async (_, change, at) => {
    expect((await draftOf(change)).occurredAt).toEqual(new Date(at));
  });
});

describe('a webhook of Alertmanager’s', () => {
  it('may hold what we don’t know: its next version adds to it', async () => {
    await expect(taken({ ...webhook({ ...firing, new: 1 }), new: 1 })).resolves.toBeDefined();
  });

  it.each<[string, object]>([
    ['no alerts', {}],
    ['an alert that is null', webhook(null as unknown as object)],
    ['an alert that is a list', webhook([])],
    ['an alert with a status of its own', webhook({ ...firing, status: 'suppressed' })],
    ['an alert without labels', webhook({ ...firing, labels: undefined })],
    ['an alert that began in a week', webhook({ ...firing, startsAt: '2026-W05-1' })],
    ['an alert without a fingerprint', webhook({ ...firing, fingerprint: undefined })],
  ])('is refused with %s', async (_, body) => {
    await expect(taken(body)).rejects.toThrow('The body has');
  });
});
