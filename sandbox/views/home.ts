import { originIn } from '../deliveries/envelope.js';
import type { Slack } from '../slack.js';
import { formatTs } from '../workspace/ids.js';
import type { Channel, Installation, User } from '../workspace/model.js';
import { presentView } from './present-view.js';

/**
 * A person opens the app's home or messages tab: `app_home_opened`, with `view` once one was published. Answers the
 * direct message that the tabs belong to.
 */
export function openHomeTab(
  slack: Slack,
  installation: Installation,
  user: User,
  tab: 'home' | 'messages',
): Channel {
  const { channel } = slack.world.directChannel(user.teamId, [installation.botUserId, user.id]);
  const view = slack.views.home(installation, user.id);
  const event = {
    type: 'app_home_opened',
    user: user.id,
    channel: channel.id,
    tab,
    event_ts: formatTs(Math.floor(slack.timer.now() * 1000)),
    ...(view && tab === 'home' ? { view: presentView(view) } : {}),
  };
  slack.events.emit(installation, event, originIn(slack.world, installation, channel, user.teamId));
  return channel;
}
