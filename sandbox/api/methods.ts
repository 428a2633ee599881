import { authMethods } from './auth-methods.js';
import { chatMethods } from './chat-methods.js';
import { channelMethods } from './channel-methods.js';
import { conversationMethods } from './conversation-methods.js';
import { eventMethods } from './event-methods.js';
import { fileMethods } from './file-methods.js';
import { itemMethods } from './item-methods.js';
import type { Method, MethodTable } from './method.js';
import { presenceMethods } from './presence-methods.js';
import { profileMethods } from './profile-methods.js';
import { scheduleMethods } from './schedule-methods.js';
import { oauthMethods } from './oauth-methods.js';
import { openidMethods } from './openid-methods.js';
import { userGroupMethods } from './user-group-methods.js';
import { socketMethods } from './socket-methods.js';
import { userMethods } from './user-methods.js';
import { viewMethods } from './view-methods.js';

/** Every Web API method that this Slack has. */
export const METHODS: MethodTable = {
  ...authMethods,
  ...chatMethods,
  ...channelMethods,
  ...conversationMethods,
  ...eventMethods,
  ...fileMethods,
  ...itemMethods,
  ...presenceMethods,
  ...profileMethods,
  ...scheduleMethods,
  ...oauthMethods,
  ...openidMethods,
  ...userGroupMethods,
  ...socketMethods,
  ...userMethods,
  ...viewMethods,
};

export function findMethod(name: string): Method | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
}
