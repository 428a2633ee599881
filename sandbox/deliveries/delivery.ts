import type { TrafficKind } from '../log/traffic-entry.js';
import type { SlackApp } from '../workspace/model.js';

/** Something for the app, as it goes by HTTP; Socket Mode makes a frame of it. */
export interface Delivery {
  app: SlackApp;
  url: string;
  kind: TrafficKind;
  name: string;
  /** Exactly this Content-Type is sent: Bolt's HTTPReceiver refuses a form type with a charset (facts, section 13). */
  contentType: 'application/json' | 'application/x-www-form-urlencoded';
  body: string;
  headers?: Record<string, string>;
  /** The channel that it is about, for the log. */
  channel?: string;
}
