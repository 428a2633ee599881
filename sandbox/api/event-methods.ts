import { authorizationOf } from '../deliveries/envelope.js';
import { seenBy } from '../deliveries/event-contexts.js';
import { ApiError, page } from './api-call.js';
import type { MethodTable } from './method.js';

export const eventMethods: MethodTable = {
  /** All the installations that see an event, of which its envelope names one (facts, section 2). */
  'apps.event.authorizations.list': {
    tier: 4,
    appLevel: true,
    run(call) {
      const { slack, callingApp: app } = call;
      const about = slack.events.contexts.find(call.required('event_context'));
      if (!about) throw new ApiError('invalid_event_context');
      if (about.appId !== app.id) throw new ApiError('auth_mismatch');
      const all = seenBy(slack.world, about).map(authorizationOf);
      const { items, nextCursor } = page(all, call.string('cursor'), call.limit(100, 1000));
      return { authorizations: items, response_metadata: { next_cursor: nextCursor } };
    },
  },
};
