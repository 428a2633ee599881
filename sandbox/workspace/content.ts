import type { Json, JsonObject } from '../json.js';

/** What an app says, already checked. Absent parts are absent from the message. */
export interface Content {
  text: string;
  blocks?: Json[];
  attachments?: Json[];
  metadata?: JsonObject;
  threadTs?: string;
  /** Shows the reply in the channel too. */
  broadcast?: boolean;
  /** `username`, `icons`: only what `chat:write.customize` allows. */
  identity?: JsonObject;
  /** The person whose token posts; else the app's bot is the author. */
  author?: string;
}
