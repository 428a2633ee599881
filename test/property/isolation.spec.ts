import fc from 'fast-check';
import { HandlerRegistry, type RegisteredHandler } from '../../src/slack/index.js';
import { ApiKeys, Roles, SCOPES } from '../../src/installation/index.js';
import { Api } from '../harness/api.js';
import { type Operation, describedOperations } from '../harness/api-operations.js';
import { ConsoleBrowser } from '../harness/console.js';
import { type ConsoleForm, formsOf, routesOfConsole } from '../harness/console-forms.js';
import { eventually } from '../harness/eventually.js';
import { runs } from '../harness/runs.js';
import { sendEvent } from '../harness/slack-event.js';
import { payloadFor } from '../harness/slack-payloads.js';
import { FORM, sendAsSlack } from '../harness/slack-request.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { namesIn, rowsOf, settledRowsOf } from '../harness/tenant-rows.js';

const A = { team: 'T0ACME0001', user: 'U0ANN00001', name: 'ann', channel: 'C0GENERAL1' };
const B = { team: 'T0GLOBEX01', user: 'U0GINA0001', name: 'gina', channel: 'C0GLOBEXGN' };
/** What only B has written, and nobody hands in. */
const SECRET = `canary-${B.team.toLowerCase()}-secret`;
const ROLES = { admins: { slackAdmins: true, installer: true }, operators: {} };

/**
 * Two workspaces with everything in them that one can have. One's key and one's people hand in what is the other's, wherever
 * the API's document, the Slack handlers and the console's forms take anything: what is new is found, and must be shown to work
 * for its owner, or this fails.
 */
describe('Two workspaces', () => {
  let board: Switchboard;
  let mine: Api;
  let ann: ConsoleBrowser;
  let operations: Operation[];
  let handlers: RegisteredHandler[];
  let forms: ConsoleForm[];
  let own: string[];
  let theirs: string[];
  let theirRows: string[];

  beforeAll(async () => {
    board = await startSwitchboard({ installed: false });
    mine = await furnish(A);
    await furnish(B);
    ann = new ConsoleBrowser(board.url);
    await ann.signIn({ team: A.team, user: A.name });
    operations = await describedOperations(mine);
    handlers = board.app.get(HandlerRegistry).all.filter(({ kind }) => kind !== 'event');
    own = namesIn(await settledRowsOf(board, A.team), 3);
    theirRows = await settledRowsOf(board, B.team);
    const shared = new Set(namesIn(await rowsOf(board, A.team)));
    theirs = namesIn(theirRows, runs(2).numRuns).filter(
      (name) => !shared.has(name) && !name.includes(SECRET),
    );
    forms = await formsOf(ann, board.app);
    // What they have is found in their rows: alerts, cards, deliveries, keys, webhooks, events.
    expect(theirs.length).toBeGreaterThan(20);
    expect(operations.length).toBeGreaterThan(15);
    expect(handlers.length).toBeGreaterThan(0);
  });
  afterAll(() => board.stop());
  beforeEach(async () => {
    // What was handed in may have taken them away.
    await board.app.get(Roles).apply({ workspaceId: A.team }, ROLES, 'operator');
    await ann.signIn({ team: A.team, user: A.name });
  });
  afterEach(async () => expect(await settledRowsOf(board, B.team)).toEqual(theirRows));

  /** One of everything. Its canaries say whose it is. */
  async function furnish({ team, user: id, name: user }: typeof A): Promise<Api> {
    const word = `canary-${team.toLowerCase()}`;
    const page = await board.slack.in(team).install(board.url, { user });
    expect(page.status).toBe(200);
    const ctx = { workspaceId: team };
    const { key } = await board.app.get(ApiKeys).create(ctx, `${word}-secret-key`, [...SCOPES]);
    const api = new Api(board.url, key);
    const webhook = `https://hooks.slack.com/services/${team}/B1/${word.replaceAll('-', '')}`;
    const made = [
      await api.post('/v1/destinations', { name: `${word}-hook`, webhook }),
      await api.put('/v1/routes', {
        routes: [{ name: `${word}-secret-route`, match: { type: 'x' }, to: [{ webhook: `${word}-hook` }] }],
        fallback: { channel: `#${word}-nowhere` },
      }),
      await api.put('/v1/roles', {
        admins: { slack_admins: true, installer: true },
        operators: { users: [`U${team}`] },
      }),
      await api.post('/v1/notifications', { title: `${word}-secret-alert`, text: `${word}-secret-text`, fingerprint: `${word}-finger`, channel: '#general', labels: { word: `${word}-secret-label` } }), // prettier-ignore
      await api.post('/v1/notifications', { title: `${word}-secret-lost` }),
      await api.post('/v1/reports', { name: `${word}-secret-report`, schedule: '0 8 29 2 *', zone: 'Europe/Berlin', channel: '#general' }), // prettier-ignore
      await api.post('/v1/oncall', { name: `${word}-rotation`, people: [id], every: 'week', hand_over_at: '09:00', zone: 'Europe/Berlin', starts_on: '2026-11-23' }), // prettier-ignore
      await api.post(`/v1/oncall/${word}-rotation/overrides`, { user: id, from: '2030-11-24T08:00:00Z', to: '2030-11-24T18:00:00Z' }), // prettier-ignore
      await api.post('/v1/services', { name: `${word}-service`, url: `https://${word}-secret.invalid/health`, alerts: [`${word}-secret-alerts`] }), // prettier-ignore
    ];
    expect(made.map(({ status }) => status)).toEqual([201, 200, 200, 202, 202, 201, 201, 201, 201]);
    const named = { team_id: team, context_team_id: team };
    const authorizations = [{ enterprise_id: null, team_id: team, user_id: 'U1', is_bot: true, is_enterprise_install: false }]; // prettier-ignore
    const event = {
      type: 'channel_created',
      channel: { id: `C${team}`, name: `${word}-channel`, is_private: false },
      event_ts: '1.1',
    };
    await sendEvent(board.url, { id: `Ev-${word}`, envelope: { ...named, authorizations, event } });
    await eventually(async () =>
      expect((await api.get('/v1/deliveries?state=failed')).body.deliveries).not.toEqual([]),
    );
    return api;
  }

  const mutated = () =>
    fc
      .tuple(
        fc.constantFrom(...theirs),
        fc.constantFrom('', '%20', '%00', '/', '..', '#', `?workspace=${B.team}`),
        fc.boolean(),
      )
      .map(([name, tail, upper]) => (upper ? name.toUpperCase() : name) + tail);

  /** @param values for the parameters of its path, in their order; the last one for all that follow */
  async function ask(operation: Operation, values: string[], body: unknown, query = '') {
    const path = operation.inPath.reduce(
      (done, name, index) =>
        done.replace(`{${name}}`, encodeURIComponent(values[index] ?? values.at(-1) ?? '')),
      operation.path,
    );
    const answer = await mine.call(
      operation.method,
      path + query,
      // The document's people are nobody's, and would be refused as that.
      body === undefined ? undefined : JSON.stringify(body).replaceAll(/U0123456789|U9876543210/g, A.user),
    );
    return { ...answer, text: JSON.stringify(answer.body) };
  }

  /** What is handed in for a path: where it has two parameters, something of ours or theirs that has a name is the first. */
  function handedIn({ inPath }: Operation, names: string[]): string[][] {
    if (inPath.length === 0) return [['-']];
    if (inPath.length === 1) return names.map((name) => [name]);
    const named = [...own, ...theirs].filter((name) => name.startsWith('canary-'));
    return named.flatMap((first) => names.map((name) => [first, name]));
  }

  it('each reach what is their own: nothing below passes because it does nothing', async () => {
    const dead: string[] = [];
    for (const operation of operations) {
      const bodies = [operation.body?.(undefined, false), operation.body?.(undefined, true)];
      const holds = async (values: string[]) => {
        for (const body of bodies) if ((await ask(operation, values, body)).status < 300) return true;
        return false;
      };
      if (!(await someHolds(handedIn(operation, own), holds))) dead.push(operation.name);
    }
    for (const handler of handlers) {
      if (!(await someHolds(own, (value) => works(handler, value))))
        dead.push(`${handler.kind} ${handler.name}`);
    }
    const missing = routesOfConsole(board.app).filter((path) => !forms.some(({ action }) => action === path));
    expect({ dead, missing }).toEqual({ dead: [], missing: [] });
  });

  it('read and change nothing of each other’s through the API, whatever is handed in', async () => {
    for (const operation of operations) {
      for (const values of handedIn(operation, theirs)) {
        const { text, status } = await ask(operation, values, operation.body?.(undefined, true));
        const told = { operation: operation.name, values, leaks: text.includes(SECRET), ours: status < 500 };
        expect(told).toEqual({ ...told, leaks: false, ours: true });
      }
      await fc.assert(
        fc.asyncProperty(mutated(), fc.constantFrom(...theirs), fc.boolean(), async (value, other, whole) => {
          const query = operation.inQuery.map((name) => `${name}=${encodeURIComponent(other)}`).join('&');
          const body = operation.body?.(other, whole);
          const { text } = await ask(operation, [value], body, query === '' ? '' : `?${query}`);
          expect(text).not.toContain(SECRET);
        }),
        runs(5),
      );
    }
  });

  it('read and change nothing of each other’s through Slack', async () => {
    const before = await callsOf(B.team);
    for (const handler of handlers) {
      for (const value of theirs) {
        const response = await sendAsSlack(board.url, { body: payloadFor(handler, A, value), headers: FORM });
        expect(await response.text()).not.toContain(SECRET);
      }
    }
    expect(await callsOf(B.team)).toBe(before);
  });

  /** How often Slack was called in a workspace's name. */
  const callsOf = async (team: string) =>
    (await board.slack.log({ kind: 'api', limit: 100_000 })).filter(({ who }) => who?.endsWith(team)).length;

  it('read and change nothing of each other’s through the console', async () => {
    const form = await ann.formToken();
    for (const { action, fields, choices } of forms.filter((one) => one.choices.length > 0)) {
      for (const value of theirs) {
        const names = choices.map(([name]) => name);
        for (const some of names.length === 1 ? [names] : [names, ...names.map((name) => [name])]) {
          const changed = Object.fromEntries(some.map((name) => [name, value]));
          const { html, status } = await ann.browser.submit(board.url + action, {
            ...fields,
            ...changed,
            form,
          });
          const told = { action, changed, leaks: html.includes(SECRET), ours: status < 500 };
          expect(told).toEqual({ ...told, leaks: false, ours: true });
        }
      }
    }
  });

  /** It says something, asks Slack for something, or changes a row of its workspace. */
  async function works(handler: RegisteredHandler, value: string): Promise<boolean> {
    const effects = async () =>
      JSON.stringify([
        (await rowsOf(board, A.team)).filter((row) => !row.startsWith('slack_request')),
        await callsOf(A.team),
      ]);
    const before = await effects();
    const response = await sendAsSlack(board.url, { body: payloadFor(handler, A, value), headers: FORM });
    if (response.status !== 200) return false;
    return (await response.text()) !== '' || (await effects()) !== before;
  }
});

async function someHolds<T>(values: T[], holds: (value: T) => Promise<boolean>): Promise<boolean> {
  for (const value of values) if (await holds(value)) return true;
  return false;
}
