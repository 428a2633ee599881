import type { SlackAnswer } from '../slack/index.js';
import { Conversation } from './conversation.js';
import { RequestLimits } from './request-limits.js';
import type { Asked, Notice, RequestRules } from './request-rules.js';

/** Rules that write down what is said: `answer` while Slack waits, `late` after that. */
class NotedRules implements RequestRules {
  readonly said: unknown[] = [];
  /** A kind whose answers people see. */
  visible = true;

  onceKey = () => undefined;
  unknown = () => undefined;
  late = () => ({ status: 200 });
  answer = (_asked: Asked, body: unknown) => ({ status: 200, body });
  answerLate = (_ctx: unknown, _asked: Asked, body: unknown) => this.note({ late: body });
  refuses = (body: unknown) => body === 'refused';
  say = (_asked: Asked, { text }: Notice) => (this.visible ? { status: 200, body: text } : undefined);
  sayLate = (_ctx: unknown, _asked: Asked, { text }: Notice) => this.note({ late: text });

  private note(what: unknown): Promise<void> {
    this.said.push(what);
    return Promise.resolve();
  }
}

const asked: Asked = {
  request: { kind: 'command', tenant: { workspaceId: 'T1' }, name: '/go', userId: 'U1' },
  payload: {},
};
const notice: Notice = { text: 'It broke.', again: true };

describe('What is said about a request', () => {
  let rules: NotedRules;
  let open: boolean;
  let ours: boolean;
  let talk: Conversation;
  beforeEach(() => {
    rules = new NotedRules();
    open = true;
    ours = true;
    const reply = {
      get open() {
        return open;
      },
      sentAt: undefined,
      send({ body }: SlackAnswer) {
        open = false;
        rules.said.push({ answer: body });
      },
    };
    talk = new Conversation(asked, rules, new RequestLimits(), () => Promise.resolve(ours), reply);
  });

  it('is in the answer while Slack waits for it, and goes the other way afterwards', async () => {
    await talk.ack('Done');
    await talk.tell(notice);
    expect(rules.said).toEqual([{ answer: 'Done' }, { late: 'It broke.' }]);
  });

  it('is the handler’s first word; one that returns without any has said nothing', async () => {
    await talk.ack('first');
    await talk.ack('second');
    await talk.finish();
    expect(rules.said).toEqual([{ answer: 'first' }]);
  });

  it('is an empty answer where the handler returns without a word, late ones included', async () => {
    open = false;
    await talk.finish();
    expect(rules.said).toEqual([{ late: undefined }]);
  });

  it('goes the other way at once where people see nothing of an answer', async () => {
    rules.visible = false;
    await talk.tell(notice);
    expect(rules.said).toEqual([{ answer: undefined }, { late: 'It broke.' }]);
  });

  it('is nothing once another process has the request', async () => {
    open = false;
    ours = false;
    await talk.ack('Done');
    await talk.tell(notice);
    expect(rules.said).toEqual([]);
  });

  it('is remembered as a refusal where the handler has done nothing', async () => {
    await talk.ack('refused');
    expect(talk.refused).toBe(true);
  });
});
