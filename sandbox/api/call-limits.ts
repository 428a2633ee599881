import { historyPage } from '../limits/limit-settings.js';
import type { Channel, SlackApp } from '../workspace/model.js';
import { RateLimited, type ApiCall, type Caller } from './api-call.js';
import type { Method } from './method.js';

/** The method's tier, for who the token says; where none is taken, for the app whose client id is given. */
export function checkTier(
  call: ApiCall,
  name: string,
  method: Method,
  { caller, app }: { caller?: Caller; app?: SlackApp },
): void {
  const who = caller
    ? { appId: caller.app.id, teamId: caller.team.id }
    : { appId: app?.id ?? call.basic?.id ?? call.string('client_id'), teamId: '' };
  const wait = call.slack.limiter.refuseCall(who, name, method.tier, call.arrivedAt);
  if (wait !== undefined) throw new RateLimited(wait);
}

/** The pace of the channel, and the minute of the workspace that posts: a shared channel may belong to another. */
export function checkPostLimits(call: ApiCall, channel: Channel): void {
  const { app, team } = call.caller;
  const who = { appId: app.id, teamId: team.id };
  const refused = call.slack.limiter.refusePost(who, channel.id, call.arrivedAt);
  if (refused) throw new RateLimited(refused.retryAfterS, refused.scope);
}

/** How many messages history or replies give: `limit` within what this app may have. */
export function historyLimit(call: ApiCall, usual: { fallback: number; max: number }): number {
  const { fallback, max } = historyPage(call.slack.limiter.settings, usual);
  return call.limit(fallback, max);
}
