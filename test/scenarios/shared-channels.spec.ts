import { Injectable, Module } from '@nestjs/common';
import { SlackTokens } from '../../src/slack/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import {
  type ActionArgs,
  type EventArgs,
  type HandlerContext,
  SlackAction,
  SlackEvent,
} from '../../src/slack/index.js';
import { eventually } from '../harness/eventually.js';
import { type SentEvent, sendEvent } from '../harness/slack-event.js';
import { FORM, sendAsSlack } from '../harness/slack-request.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const [ACME, GLOBEX, HQ, LABS] = [WORKSPACE.workspaceId, 'T0GLOBEX01', 'T0INITHQ01', 'T0INITLAB1'];
const INITECH = 'E0INITECH1';

@Injectable()
class Notes {
  constructor(private readonly transactions: Transactions) {}

  @SlackEvent('app_mention')
  async mentioned(ctx: HandlerContext, { event, ...args }: EventArgs<'app_mention'>) {
    const { context } = args as unknown as { context: { botToken: string } };
    await this.note(ctx, event.text, context.botToken);
  }

  @SlackAction('note')
  async clicked(ctx: HandlerContext, { ack }: ActionArgs) {
    await this.note(ctx, 'click', '');
    await ack();
  }

  private async note(ctx: HandlerContext, text: string, token: string) {
    const row = [ctx.workspaceId, text, token];
    await this.transactions.run(ctx, (tx) => tx.query('INSERT INTO effect VALUES ($1, $2, $3)', row));
  }
}

@Module({ providers: [Notes] })
class NotesModule {}

/** What stands in an envelope for an organisation's installation. */
const ofInitech = (contextTeam: string | null) => ({
  context_team_id: contextTeam,
  context_enterprise_id: INITECH,
  authorizations: [
    { enterprise_id: INITECH, team_id: null, user_id: 'U0BOT', is_bot: true, is_enterprise_install: true },
  ],
});

describe('What happens in a channel of several companies', () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [NotesModule] });
    await board.query('CREATE TABLE effect (workspace text, text text, token text)');
    for (const team of [GLOBEX, HQ]) await board.slack.in(team).install(board.url);
    // An organisation's installation has no team; one of its workspaces is known to us, the other is not.
    await board.query('UPDATE installation SET team_id = NULL, enterprise_id = $1 WHERE team_id = $2', [
      INITECH,
      HQ,
    ]);
  });
  afterAll(() => board.stop());

  const tokenOf = async (workspaceId: string) =>
    (
      await board.app
        .get(SlackTokens)
        .botOf({ workspaceId })
        .catch(() => undefined)
    )?.botToken;
  const expectNote = async (event: SentEvent, workspace: string, token?: string) => {
    expect(await sendEvent(board.url, event)).toBe(200);
    await eventually(async () => {
      expect(await board.query('SELECT * FROM effect WHERE text = $1', [event.text])).toEqual([
        { workspace, text: event.text, token },
      ]);
    });
  };

  it('is the tenant’s that is authorised, not the origin’s, though that has the app as well', async () => {
    const fromGlobex = { team_id: GLOBEX, is_ext_shared_channel: true };
    await expectNote({ id: 'EvA', text: 'shared', envelope: fromGlobex }, ACME, await tokenOf(ACME));
    const fromGrid = { team_id: HQ, enterprise_id: INITECH, is_ext_shared_channel: true };
    await expectNote({ id: 'EvB', text: 'from a grid', envelope: fromGrid }, ACME, await tokenOf(ACME));
  });

  it('in a workspace of an organisation goes by that one, with the organisation’s token', async () => {
    const inHq = { team_id: HQ, enterprise_id: INITECH, ...ofInitech(HQ) };
    await expectNote({ id: 'EvC', text: 'at HQ', envelope: inHq }, HQ, await tokenOf(HQ));
    const inLabs = { team_id: LABS, enterprise_id: INITECH, ...ofInitech(LABS) };
    await expectNote({ id: 'EvD', text: 'in the labs', envelope: inLabs }, LABS, await tokenOf(HQ));
    const connected = { team_id: GLOBEX, ...ofInitech(HQ), is_ext_shared_channel: true };
    await expectNote({ id: 'EvE', text: 'Globex at HQ', envelope: connected }, HQ, await tokenOf(HQ));
  });

  it('goes by a workspace’s own installation first', async () => {
    await board.slack.in(LABS).install(board.url);
    const inLabs = { team_id: LABS, enterprise_id: INITECH, ...ofInitech(LABS) };
    expect(await tokenOf(LABS)).not.toBe(await tokenOf(HQ));
    await expectNote({ id: 'EvF', text: 'own labs', envelope: inLabs }, LABS, await tokenOf(LABS));
  });

  it('is not changed by a click of another company’s, which names no workspace but the person’s own', async () => {
    const payload = {
      type: 'block_actions',
      team: null,
      enterprise: { id: INITECH, name: 'Initech' },
      is_enterprise_install: true,
      user: { id: 'U0STRANGER', username: 'eve', team_id: 'T0STRANGE1' },
      api_app_id: 'A0SWITCHBD',
      container: { type: 'message', message_ts: '1.1', channel_id: 'C0SHARED01' },
      channel: { id: 'C0SHARED01', name: 'globex-initech' },
      trigger_id: '1.2.ab',
      actions: [{ type: 'button', action_id: 'note', block_id: 'b', value: '1', action_ts: '1.1' }],
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const answer = await sendAsSlack(board.url, { body, headers: FORM, path: '/slack/interactions' });
    expect(answer.status).toBe(200);
    expect(await board.query(`SELECT * FROM effect WHERE text = 'click'`)).toEqual([]);
  });

  it('ends for an organisation that removes the app, which is an event of no workspace', async () => {
    const envelope = { team_id: undefined, enterprise_id: INITECH, ...ofInitech(null) };
    const removed = { id: 'EvG', type: 'app_uninstalled', envelope };
    expect(await sendEvent(board.url, removed)).toBe(200);
    await eventually(async () => expect(await tokenOf(HQ)).toBeUndefined());
    expect(await tokenOf(LABS)).toBeDefined();
    expect(await tokenOf(ACME)).toBeDefined();
  });
});
