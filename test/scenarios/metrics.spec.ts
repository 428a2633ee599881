import { Injectable, Module } from '@nestjs/common';
import { type CommandArgs, type HandlerContext, SlackCommand, SlackEvent } from '../../src/slack/index.js';
import { eventually } from '../harness/eventually.js';
import { sendEvent } from '../harness/slack-event.js';
import { FORM, sendAsSlack } from '../harness/slack-request.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

@Injectable()
class Measured {
  @SlackEvent('app_mention')
  mentioned() {
    return Promise.resolve();
  }

  @SlackCommand('/measured')
  async typed(_ctx: HandlerContext, { ack }: CommandArgs) {
    await ack('Measured.');
  }
}

@Module({ providers: [Measured] })
class MeasuredModule {}

describe('/metrics', () => {
  let board: Switchboard;
  beforeAll(async () => (board = await startSwitchboard({ modules: [MeasuredModule] })));
  afterAll(() => board.stop());

  const ours = async () => {
    const { body } = await board.stranger.get<string>('/metrics');
    return body.split('\n').filter((line) => line.startsWith('switchboard_'));
  };
  /** Everything that carries words, each with the mark: known and unknown, good and bad. */
  const traffic = async (mark: string) => {
    const commands = ['/measured', `/x${mark}`].map((command) => ({
      command,
      text: mark,
      team_id: WORKSPACE.workspaceId,
      user_id: `U0${mark}`,
      channel_id: `C0${mark}`,
    }));
    for (const form of commands) {
      const body = new URLSearchParams(form).toString();
      expect((await sendAsSlack(board.url, { body, headers: FORM, path: '/slack/commands' })).status).toBe(
        200,
      );
    }
    const about = { text: mark, channel: `C0${mark}` };
    expect(await sendEvent(board.url, { id: `Ev1${mark}`, ...about })).toBe(200);
    expect(await sendEvent(board.url, { id: `Ev2${mark}`, type: `type_${mark}`, ...about })).toBe(200);
    await sendEvent(board.url, { id: `Ev3 ${mark}`, ...about });
    await sendAsSlack(board.url, { body: mark });
    await sendAsSlack(board.url, { body: mark, secret: mark });
    await eventually(async () =>
      expect(await board.query(`SELECT 1 FROM event_work WHERE state <> 'done'`)).toEqual([]),
    );
  };

  it('counts what is received, acknowledged and handled, by kind and handler', async () => {
    await traffic('ALPHA');
    expect(await ours()).toEqual(
      expect.arrayContaining([
        'switchboard_slack_received_total{kind="event",transport="http"} 2',
        'switchboard_slack_received_total{kind="command",transport="http"} 2',
        'switchboard_slack_received_total{kind="unusable",transport="http"} 1',
        'switchboard_events_acknowledged_total{result="stored"} 2',
        'switchboard_events_handled_total{handler="Measured.mentioned",outcome="done"} 1',
        'switchboard_requests_handled_total{kind="command",outcome="done"} 1',
        'switchboard_handler_seconds_count{handler="Measured.typed",outcome="done"} 1',
        'switchboard_slack_refused_total{reason="invalid-body"} 1',
        'switchboard_slack_refused_total{reason="unauthorized"} 1',
      ]),
    );
  });

  it('tells nothing of a workspace, and grows by nothing that anybody sends', async () => {
    const series = async () => (await ours()).map((line) => line.replace(/ [\d.e+-]+$/, ''));
    const before = await series();
    for (const mark of ['BRAVO', 'CHARLIE', 'DELTA']) await traffic(mark);
    expect(await series()).toEqual(before);
    const { body } = await board.stranger.get<string>('/metrics');
    expect(body).not.toMatch(/ALPHA|BRAVO|CHARLIE|DELTA|T0ACME|Acme|general/);
  });
});
