import { fillBlocks } from '../blocks/fill-blocks.js';
import { originIn } from '../deliveries/envelope.js';
import { announceMessage } from '../deliveries/message-events.js';
import type { Json } from '../json.js';
import type { Slack } from '../slack.js';
import { formatTs } from '../workspace/ids.js';
import type { Channel, Installation } from '../workspace/model.js';
import { presentFile } from './present-file.js';
import type { StoredFile } from './stored-file.js';

export interface Sharing {
  files: StoredFile[];
  /** None: the files stay with their uploader. */
  channels: Channel[];
  text: string;
  blocks?: Json[];
  threadTs?: string;
  userId: string;
}

/** Completes uploads. Once Slack has looked at all of them, one message in each channel shows them. */
export function shareFiles(slack: Slack, installation: Installation, sharing: Sharing): void {
  let waiting = sharing.files.length;
  for (const file of sharing.files) {
    slack.files.complete(file, () => {
      waiting -= 1;
      if (waiting === 0) for (const channel of sharing.channels) post(slack, installation, channel, sharing);
      slack.world.touch();
    });
  }
}

function post(slack: Slack, installation: Installation, channel: Channel, sharing: Sharing): void {
  const team = slack.world.teams.get(slack.world.contextTeamId(installation, channel));
  if (!team) return;
  const isPublic = channel.kind === 'public';
  const ts = slack.world.nextTs(channel);
  for (const file of sharing.files) file.shares.push({ channelId: channel.id, public: isPublic, ts });
  const bot = sharing.userId === installation.botUserId;
  const message = slack.world.addMessage(channel, {
    type: 'message',
    subtype: 'file_share',
    text: sharing.text,
    files: sharing.files.map((file) => presentFile(file, team, slack.publicUrl)),
    upload: false,
    user: sharing.userId,
    team: team.id,
    display_as_bot: false,
    ...(bot ? { bot_id: installation.botId, app_id: installation.appId } : {}),
    ...(sharing.blocks && sharing.blocks.length > 0 ? { blocks: fillBlocks(sharing.blocks) } : {}),
    ...(sharing.threadTs === undefined ? {} : { thread_ts: sharing.threadTs }),
  });
  for (const file of sharing.files)
    for (const share of file.shares) if (share.ts === ts) share.ts = message.ts;
  announceMessage(slack, channel, message);
  const eventTs = formatTs(Math.floor(slack.timer.now() * 1000));
  for (const listener of slack.world.installationsIn(channel)) {
    if (!listener.scopes.includes('files:read')) continue;
    if (!isPublic && !channel.members.has(listener.botUserId)) continue;
    for (const { id, userId } of sharing.files) {
      const event = {
        type: 'file_shared',
        file_id: id,
        user_id: userId,
        file: { id },
        channel_id: channel.id,
        event_ts: eventTs,
      };
      slack.events.emit(listener, event, originIn(slack.world, listener, channel));
    }
  }
}
