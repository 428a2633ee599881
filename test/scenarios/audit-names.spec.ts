import { Audit } from '../../src/audit/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { ConsoleBrowser } from '../harness/console.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const MOST = 10;

describe('The audit trail in the console', () => {
  let board: Switchboard;
  let ann: ConsoleBrowser;
  beforeEach(async () => {
    board = await startSwitchboard();
    ann = new ConsoleBrowser(board.url);
    await ann.signIn();
  });
  afterEach(() => board.stop());

  /** Somebody did something, as far as the trail goes. */
  const tell = (ids: string[], subject = 'something') =>
    board.app.get(Transactions).begin(async (tx) => {
      for (const id of ids) {
        await board.app
          .get(Audit)
          .record(WORKSPACE, tx, { actor: `user:${id}`, action: 'thing.done', subject });
      }
    });
  const page = async () => (await ann.visit('/audit')).html;
  const lookUps = async () => (await board.slack.log({ kind: 'api', name: 'users.info' })).length;

  it('names people beside their ids, those whom something was done to as well', async () => {
    await tell(['U0BOB00001'], 'U0CAROL001');
    const html = await page();
    expect(html).toContain('Ann Arden (U0ANN00001)');
    expect(html).toContain('Bob Brook (U0BOB00001)');
    expect(html).toMatch(/thing\.done\s*<span class="soft">Carol [A-Z]\w+ \(U0CAROL001\)/);
    const asked = await lookUps();
    await page();
    expect(await lookUps()).toBe(asked);
  });

  it('asks Slack for a bounded number of names, once for each, and shows ids where there is none', async () => {
    const strangers = Array.from({ length: 30 }, (_, at) => `U0NOBODY${at}`);
    await tell(strangers);
    const before = await lookUps();
    const html = await page();
    for (const id of strangers) expect(html).toContain(`${id} ·`);
    expect((await lookUps()) - before).toBe(MOST);
    for (let visit = 0; visit < 3; visit += 1) await page();
    expect((await lookUps()) - before).toBe(strangers.length);
  });

  it('waits for no name: a slow Slack leaves ids, and the names are there for the next page', async () => {
    await tell(['U0BOB00001']);
    const slow = { fault: 'slow', kind: 'api', name: 'users.info', ms: 3_000 } as const;
    await board.slack.faults({ rules: [slow] });
    const began = performance.now();
    const html = await page();
    expect(performance.now() - began).toBeLessThan(slow.ms);
    expect(html).toContain('U0BOB00001 ·');
    expect(html).not.toContain('Bob Brook');
    await eventually(async () => expect(await page()).toContain('Bob Brook (U0BOB00001)'));
  });
});
