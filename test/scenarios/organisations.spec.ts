import { Browser } from '../../sandbox/kit/browser.js';
import { ApiKeys, Installations } from '../../src/installation/index.js';
import { NotInstalledError, SlackTokens } from '../../src/slack/index.js';
import { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const INITECH = 'E0INITECH1';
const HQ = 'T0INITHQ01';
const LABS = 'T0INITLAB1';
const heading = (html: string) => /<h1>(.*?)<\/h1>/s.exec(html)?.[1];

describe('An organisation', () => {
  let board: Switchboard;
  beforeEach(async () => (board = await startSwitchboard({ installed: false })));
  afterEach(() => board.stop());

  const install = (cookieJar = new Browser().jar) =>
    board.slack.install(board.url, { workspace: INITECH, user: 'milton', cookieJar });
  const states = async () =>
    Object.fromEntries((await board.app.get(Installations).list()).map(({ id, state }) => [id, state]));
  const expectStates = (expected: object) => eventually(async () => expect(await states()).toEqual(expected));
  const access = (teams: string[], granted = true) => board.slack.in(INITECH).teamAccess(teams, granted);
  const tokenOf = async (workspaceId: string) =>
    (await board.app.get(SlackTokens).botOf({ workspaceId })).botToken;

  it('installs once; its workspaces come and go, each with what is its own', async () => {
    const browser = new Browser();
    expect(heading((await install(browser.jar)).html)).toBe('Switchboard is installed for Initech');
    expect(await states()).toEqual({});

    await access([HQ]);
    await expectStates({ [HQ]: 'active' });
    await eventually(async () => {
      expect(await board.app.get(Installations).list()).toMatchObject([{ name: 'Initech HQ' }]);
    });
    expect(heading((await browser.visit(`${board.url}/setup`)).html)).toBe('Switchboard is in Initech HQ');
    const { key } = await board.app
      .get(ApiKeys)
      .create({ workspaceId: HQ }, 'test', ['send', 'read', 'manage']);
    const hq = new Api(board.url, key);
    await hq.post('/v1/notifications', { title: 'To HQ', channel: 'C0INITHQGN' });
    await board.slack.in(HQ).expectMessage('#general', { text: 'To HQ' });

    await access([LABS]);
    await expectStates({ [HQ]: 'active', [LABS]: 'active' });
    expect(await tokenOf(LABS)).toBe(await tokenOf(HQ));

    await access([HQ], false);
    await expectStates({ [HQ]: 'revoked', [LABS]: 'active' });
    await expect(tokenOf(HQ)).rejects.toThrow(NotInstalledError);
    expect(await tokenOf(LABS)).toMatch(/^xoxb/);
    const { body } = await hq.get('/v1/workspace');
    expect(body).toMatchObject({
      state: 'revoked',
      state_reason: expect.stringContaining('took the app out'),
    });

    await access([HQ]);
    await expectStates({ [HQ]: 'active', [LABS]: 'active' });
    await hq.post('/v1/notifications', { title: 'Back at HQ', channel: 'C0INITHQGN' });
    await board.slack.in(HQ).expectMessage('#general', { text: 'Back at HQ' });
  });

  it('that had it in a workspace goes on there with its own, and its workspace is told that it is covered', async () => {
    await board.slack.in(LABS).install(board.url, { workspace: LABS });
    const own = await tokenOf(LABS);
    await install();
    await access([LABS]);
    await eventually(async () => expect(await board.query(`SELECT seq FROM audit_entry WHERE workspace_id = $1`, [LABS])).toHaveLength(2)); // prettier-ignore
    expect(await tokenOf(LABS)).toBe(own);
    const { html } = await board.slack.install(board.url, { workspace: LABS });
    expect(heading(html)).toBe('Your organisation has it already');
  });

  it('that removes the app takes it from all of its workspaces', async () => {
    await install();
    await access([HQ, LABS]);
    await expectStates({ [HQ]: 'active', [LABS]: 'active' });
    await board.slack.in(INITECH).uninstall();
    await eventually(async () => {
      for (const state of Object.values(await states())) expect(state).toMatch(/uninstalled|revoked/);
    });
    await expect(tokenOf(HQ)).rejects.toThrow(NotInstalledError);
    await install();
    await access([HQ]);
    await expectStates({ [HQ]: 'active', [LABS]: 'revoked' });
  });
});
