import fc from 'fast-check';
import type { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import {
  type SlackMessage,
  checkMessage,
  fitMessage,
  plainMessage,
} from '../../src/slack/block-kit/index.js';
import { runs } from '../harness/runs.js';
import { AT_THE_LIMIT } from '../property/block-limits.js';
import { goodMessage } from '../property/slack-messages.js';
import { anyMessage, showsFiles } from '../property/spoiled-messages.js';
import { type ContractSandbox, startContractSandbox } from './contract-sandbox.js';
import { said, sdkClient } from './sdk-client.js';

/** A failure's words say enough; finding a smaller one takes longer than reading them. */
const few = (count: number) => ({ ...runs(count), endOnFailure: true });

const LINK = 'https://board.example.com/messages/T1/2/3';

describe('a message’s limits, as we check them and as Slack has them', () => {
  let sandbox: ContractSandbox;
  let slack: WebClient;

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    const { botToken } = await new SandboxClient(sandbox.url).obtainTokens([
      'chat:write',
      'chat:write.public',
    ]);
    slack = sdkClient(sandbox.url, botToken);
  });
  afterAll(() => sandbox.close());

  /** `ok`, or Slack's words about the message. */
  const post = (message: SlackMessage) =>
    slack.chat
      .postMessage({ channel: 'C0OPS00001', ...message })
      .then(() => 'ok')
      .catch((error: Error | WebAPIPlatformError) =>
        'data' in error ? JSON.stringify(error.data) : String(error),
      );

  it.each(AT_THE_LIMIT)('%s is as much as both take, and one more is fitted', async (_, make) => {
    const [just, over] = [0, 1].map((more) => ({ text: 'x', blocks: [make(more)] }) as SlackMessage);
    expect(checkMessage(just)).toEqual([]);
    expect(await post(just)).toBe('ok');
    expect(checkMessage(over)).not.toEqual([]);
    expect(await post(over)).toContain('invalid_blocks');
    expect(await post(fitMessage(over, () => LINK).message)).toBe('ok');
  });

  it('what Slack documents has no fault, and is taken', async () => {
    await fc.assert(
      fc.asyncProperty(goodMessage, async (message) => {
        expect(checkMessage(message)).toEqual([]);
        expect(await post(message as unknown as SlackMessage)).toBe('ok');
      }),
      few(150),
    );
  });

  it('what has no fault is taken, whatever it is', async () => {
    let passed = 0;
    await fc.assert(
      fc.asyncProperty(anyMessage, async (message) => {
        if (checkMessage(message).length > 0 || showsFiles(message)) return;
        passed += 1;
        expect(await post(message as unknown as SlackMessage)).toBe('ok');
      }),
      few(300),
    );
    expect(passed).toBeGreaterThan(0);
  });

  it('what was fitted is taken, whatever came', async () => {
    await fc.assert(
      fc.asyncProperty(anyMessage, fc.constantFrom(undefined, LINK), async (message, link) => {
        const fitted = fitMessage(message, () => link);
        if (!showsFiles(fitted.message)) expect(await post(fitted.message)).toBe('ok');
      }),
      few(300),
    );
  });

  it('what is told as plain text is taken, whatever came, as a post and as an edit', async () => {
    const { ts = '' } = await slack.chat.postMessage({ channel: 'C0OPS00001', text: 'A card' });
    await fc.assert(
      fc.asyncProperty(anyMessage, async (message) => {
        const plain = plainMessage(message, { link: LINK, why: 'Slack refused the card' });
        expect(await post(plain)).toBe('ok');
        expect(await said(slack.chat.update({ channel: 'C0OPS00001', ts, ...plain }))).toBe('ok');
      }),
      few(100),
    );
  });
});
