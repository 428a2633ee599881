/**
 * What the page is told, frame by frame, and what it says itself. Types alone: the browser's code imports this file, so
 * it imports nothing that needs Node.
 */
import type { JsonObject } from '../json.js';

/** What a page looks at: as whom, where. Sent by it whenever that changes. */
export interface Look {
  team: string;
  user: string;
  channel: string;
  /** Whether the requests are shown too. */
  traffic: boolean;
}

export interface ShownTeam {
  id: string;
  name: string;
  domain: string;
  organisation: string | null;
  /** Whether the viewer's turn in it has news: for whom they were there last, else its first person. */
  unread: number;
}

export interface ShownPerson {
  id: string;
  name: string;
  realName: string;
  title: string;
  color: string;
  isBot: boolean;
  /** Of another company or workspace than the one looked at. */
  foreign: boolean;
  company: string;
  deleted: boolean;
  away: boolean;
  role: 'owner' | 'admin' | 'member' | 'guest' | 'bot';
  status: { text: string; emoji: string } | null;
  appId: string | null;
}

export interface ShownChannel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im' | 'mpim';
  archived: boolean;
  isMember: boolean;
  members: string[];
  topic: string;
  purpose: string;
  /** Names of the other companies that share it. */
  sharedWith: string[];
  /** What an admin has forbidden apps to write. */
  posting: string | null;
  /** Up to which `ts` the viewer has read. */
  lastRead: string;
  unread: number;
  mentions: number;
  /** `ts` of the newest message, empty where there is none. */
  latest: string;
  closed: boolean;
}

export interface ShownCommand {
  command: string;
  description: string;
  usageHint: string;
}

export interface ShownShortcut {
  name: string;
  type: 'global' | 'message';
  callbackId: string;
  description: string;
}

export interface ShownApp {
  id: string;
  name: string;
  /** In this workspace. */
  installed: boolean;
  botUserId: string;
  homeTab: boolean;
  messagesTab: boolean;
  messagesReadOnly: boolean;
  commands: ShownCommand[];
  shortcuts: ShownShortcut[];
  /** Where it listens. */
  url: string;
  /** Its own page, where Add to Slack begins. */
  landing: string;
  socketMode: boolean;
  eventsDisabled: boolean;
}

/** Whether an app can be reached, by knocking at its door and by what became of what was last sent to it. */
export interface ShownHealth {
  app: string;
  reachable: boolean | null;
  /** Connections are taken, and nothing comes back: it is stopped, or too busy for Slack's three seconds. */
  silent: boolean;
  /** Why the newest delivery failed; `null` where it was taken. */
  failing: string | null;
  /** Milliseconds of the world since when it is so. */
  since: number;
}

export interface ShownFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  alt: string;
}

export interface ShownMessage {
  ts: string;
  user: string;
  /** A name of the message's own. */
  name?: string;
  /** An address or `:emoji:` of the message's own. */
  icon?: string;
  app?: string;
  subtype?: string;
  text: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  files?: ShownFile[];
  reactions?: { name: string; users: string[] }[];
  edited?: boolean;
  thread?: string;
  /** Only the viewer sees it. */
  only?: boolean;
  pinned?: boolean;
  locked?: boolean;
}

/** A modal or a home tab: Slack's object, and what stands around it. */
export interface ShownView {
  id: string;
  type: 'modal' | 'home';
  hash: string;
  callbackId: string;
  title: string;
  submit: string | null;
  close: string | null;
  blocks: JsonObject[];
  state: Record<string, Record<string, JsonObject>>;
  errors: Record<string, string>;
  problem: string | null;
  app: string;
}

export interface ShownRequest {
  seq: number;
  at: number;
  direction: 'in' | 'out';
  kind: string;
  name: string;
  channel: string | null;
  payload: string | null;
  status: number | null;
  ms: number | null;
  /** Whether it runs still. */
  running: boolean;
  /** Slack's word for what went wrong: of the answer's `error`, or of a delivery that failed. */
  problem: string | null;
  retry: number;
  retryAfterS: number | null;
  fault: string | null;
  socket: boolean;
}

export interface ShownClock {
  /** Milliseconds since 1970 by the sandbox's clock, when the world's was `world`. */
  now: number;
  world: number;
  scale: number;
}

export interface ShownFault extends Record<string, unknown> {
  fault: string;
  seen: number;
  struck: number;
}

export interface ShownLaboratory {
  faults: ShownFault[];
  seed: number;
  limits: { enabled: boolean; perSecond: number; burst: number };
  deadlineMs: number;
  counts: {
    requests: number;
    accepted: number;
    refused: number;
    failed: number;
    inWindow: number;
    duplicates: number;
  };
}

export interface ShownPlay {
  id: string;
  title: string;
  about: string;
  watch: string;
}

export interface ShownGuide {
  plays: ShownPlay[];
  /** What is missing, in words, before any can be played in this workspace. */
  missing: string | null;
  /** The one that runs, or ran last. */
  run: { play: string; running: boolean; said: string[]; error: string | null } | null;
}

export type Frame =
  | {
      type: 'here';
      /** What the page had asked for, as it named it. */
      asked: { team: string; user: string; channel: string };
      team: string;
      viewer: string;
      teams: ShownTeam[];
      people: ShownPerson[];
      channels: ShownChannel[];
      apps: ShownApp[];
      groups: { id: string; handle: string }[];
    }
  | {
      type: 'messages';
      channel: string;
      fresh: boolean;
      messages: ShownMessage[];
      gone: string[];
      more: boolean;
    }
  | { type: 'views'; stack: ShownView[]; homes: ShownView[] }
  | { type: 'requests'; fresh: boolean; requests: ShownRequest[] }
  | { type: 'clock'; clock: ShownClock }
  | { type: 'laboratory'; laboratory: ShownLaboratory }
  | { type: 'health'; health: ShownHealth[] }
  | { type: 'guide'; guide: ShownGuide };

export interface Found {
  channel: string;
  ts: string;
  thread: string | null;
  user: string;
  name: string | null;
  text: string;
}
