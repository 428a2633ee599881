import { ApiError } from './api-call.js';
import type { MethodTable } from './method.js';
import { visibleUser } from './user-methods.js';

/**
 * Whether people are there (docs.slack.dev, `users.getPresence`). Everybody here is, who doesn't say otherwise and has
 * not left; so are bots (*unverified*).
 */
export const presenceMethods: MethodTable = {
  'users.getPresence': {
    tier: 3,
    scopes: ['users:read'],
    run(call) {
      const { userId } = call.caller.token;
      const user = visibleUser(call, call.string('user') || userId);
      const away = user.away === true || user.deleted;
      const presence = away ? 'away' : 'active';
      if (user.id !== userId) return { presence };
      return {
        presence,
        online: true,
        auto_away: false,
        manual_away: away,
        connection_count: 1,
        last_activity: Math.floor(call.slack.timer.now() / 1000),
      };
    },
  },
  'users.setPresence': {
    tier: 2,
    scopes: ['users:write'],
    run(call) {
      const presence = call.string('presence');
      if (presence !== 'auto' && presence !== 'away') throw new ApiError('invalid_presence');
      visibleUser(call, call.caller.token.userId).away = presence === 'away';
      call.slack.world.touch();
      return {};
    },
  },
};
