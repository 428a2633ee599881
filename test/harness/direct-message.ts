import type { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import type { MessageMatcher } from '../../sandbox/kit/message-matcher.js';
import type { SandboxMessage } from '../../sandbox/kit/sandbox-message.js';
import { eventually } from './eventually.js';

interface Channels {
  channels: { id: string; kind: string; members: string[] }[];
}

/** What the app has written to somebody alone, once it is there. @param userId Slack's id */
export async function expectDirect(
  slack: SandboxClient,
  userId: string,
  matcher: MessageMatcher,
): Promise<SandboxMessage> {
  let channel = '';
  // The conversation is made with its first message.
  await eventually(async () => {
    const { channels } = await slack.state<Channels>();
    channel = channels.find(({ kind, members }) => kind === 'im' && members.includes(userId))?.id ?? '';
    expect(channel).not.toBe('');
  });
  return slack.expectMessage(channel, matcher);
}
