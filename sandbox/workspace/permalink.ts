import type { Channel, Message, Team } from '../workspace/model.js';

/** `…/archives/C/p<ts without its dot>`; a reply names its thread too (facts, section 22). */
export function permalink(team: Team, channel: Channel, message: Message): string {
  const thread = message.body.thread_ts;
  const query =
    typeof thread === 'string' && thread !== message.ts ? `?thread_ts=${thread}&cid=${channel.id}` : '';
  const base = `https://${team.domain}.slack.com/archives/${channel.id}`;
  return `${base}/p${message.ts.replace('.', '')}${query}`;
}
