/** A message as Slack names it. */
export interface LinkedMessage {
  channel: string;
  /** `1763900000.000100` */
  ts: string;
  /** Of the workspace, where the link names it: its id. */
  team?: string;
  /** `acme.slack.com`; undefined where it is nobody's own. */
  host?: string;
}

const CHANNEL = '([CDG][A-Z0-9]{5,})';
const TS = '(\\d{9,11})\\.?(\\d{6})';
const ARCHIVES = new RegExp(`^/archives/${CHANNEL}/p${TS}/?$`);
const CLIENT = new RegExp(`^/client/([TE][A-Z0-9]+)/${CHANNEL}/(?:p|thread/${CHANNEL}-)${TS}/?$`);
const PAIR = new RegExp(`^(?:<#)?${CHANNEL}(?:\\|[^>]*>|>)?[\\s/,]+p?${TS}$`);
/** Nobody's own: every workspace is there. */
const SHARED_HOST = 'app.slack.com';

/**
 * Reads how people name a message: its link in any form of Slack's (`…/archives/C…/p…`, also of a reply; `app.slack.com/client/…`;
 * between `<` and `>`, with a label), or its channel's id and its `ts`.
 */
export function readMessageLink(typed: string): LinkedMessage | undefined {
  const text = typed.trim().replace(/^[`"'“”]+|[`"'“”]+$/g, '');
  const pair = PAIR.exec(text);
  if (pair !== null) return { channel: pair[1], ts: `${pair[2]}.${pair[3]}` };
  const url = urlIn(text);
  if (url === undefined) return undefined;
  const host = url.host === SHARED_HOST ? {} : { host: url.host };
  const archives = ARCHIVES.exec(url.pathname);
  if (archives !== null) return { channel: archives[1], ts: `${archives[2]}.${archives[3]}`, ...host };
  const client = CLIENT.exec(url.pathname);
  if (client === null) return undefined;
  const [, team, here, threadIn = here, seconds, micros] = client;
  return { channel: threadIn, ts: `${seconds}.${micros}`, team, ...host };
}

function urlIn(text: string): URL | undefined {
  const [, bare = text] = /^<([^|>]+)(?:\|[^>]*)?>$/.exec(text) ?? [];
  const address = bare.replace(/&amp;/g, '&');
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address) : undefined;
}
