import { ApiError } from './api-call.js';
import type { MethodTable } from './method.js';

export const socketMethods: MethodTable = {
  'apps.connections.open': {
    tier: 3,
    appLevel: true,
    run(call) {
      const { slack, callingApp: app } = call;
      // The code for an app whose Socket Mode is off is not documented (unverified).
      if (!app.socketMode) throw new ApiError('access_denied');
      return { url: slack.publicUrl.replace(/^http/, 'ws') + slack.sockets.issuePath(app.id) };
    },
  },
};
