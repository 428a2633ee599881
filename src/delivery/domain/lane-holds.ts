/** What keeps a lane from sending. */
export interface LaneFacts {
  waiting: number;
  held: number;
  unknown: number;
  /** Some worker owns its shard. */
  owned: boolean;
  /** Slack said to wait so long with posts in this channel, and in the whole workspace. */
  channelUntil: Date | null;
  workspaceUntil: Date | null;
  /** Its next slot. */
  opensAt: Date | null;
  busyLanes: number;
  perMinute: number;
}

/** A slot that is so far away is a rest: Slack gave no proper answer. */
const REST_MS = 2_000;

/** Why a lane isn't empty yet, in words; none where its messages just take their turns. */
export function holdsOf(lane: LaneFacts, now: Date): string[] {
  const { waiting, held, unknown, owned, channelUntil, workspaceUntil, opensAt, busyLanes, perMinute } = lane;
  const slackSays = [
    ...(workspaceUntil === null ? [] : [`Slack asked to wait with all posts until ${at(workspaceUntil)}`]),
    ...(channelUntil === null ? [] : [`Slack asked to wait with this channel until ${at(channelUntil)}`]),
  ];
  const rests = opensAt !== null && opensAt.getTime() - now.getTime() > REST_MS;
  return [
    ...(owned ? [] : ['no worker has this workspace’s lanes; is one running?']),
    ...(waiting > 0 ? slackSays : []),
    ...(waiting > 0 && rests && slackSays.length === 0
      ? [`Slack gave no proper answer; tried again at ${at(opensAt)}`]
      : []),
    ...(waiting > 0 && busyLanes * 60 > perMinute
      ? [`${busyLanes} lanes share the workspace’s ${perMinute} posts a minute`]
      : []),
    ...(held > 0 ? [`${held} wait for another try, or for their thread`] : []),
    ...(unknown > 0 ? [`${unknown} may have arrived and are looked for`] : []),
  ];
}

const at = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z');
