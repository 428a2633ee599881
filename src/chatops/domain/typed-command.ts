/** A subcommand of /switchboard, as help lists it. */
export interface Subcommand {
  name: string;
  /** What may follow it. */
  usage: string;
  does: string;
  needs: 'member' | 'operator' | 'admin';
}

export const SUBCOMMANDS: readonly Subcommand[] = [
  { name: 'help', usage: '', does: 'what you may do here', needs: 'member' },
  { name: 'test', usage: '', does: 'sends a test card the way that real ones take', needs: 'operator' },
  {
    name: 'digest',
    usage: '[WHEN [ZONE] | list | now | preview | pause | resume | stop]',
    does: 'a digest of alerts, here, as in `/switchboard digest weekdays 08:00`; in a direct message, for you alone',
    needs: 'member',
  },
  {
    name: 'mute',
    usage: '[TIME [SERVICE] [all] | list | off [SERVICE]]',
    does: 'this channel is quiet for a time, as in `/switchboard mute 2h`: what is below critical is kept and not shown; `all` means the critical too (operators)',
    needs: 'member',
  },
  {
    name: 'why',
    usage: 'LINK',
    does: 'which route brought a message where it stands, and why',
    needs: 'operator',
  },
];

/** The first word, and what follows it. Nothing typed is a call for help. */
export function readCommand(text: string): { name: string; rest: string } {
  const [, name = 'help', rest = ''] = /^\s*(\S+)\s*([^]*?)\s*$/.exec(text) ?? [];
  return { name: name.toLowerCase(), rest };
}

export const DIGEST_ACTIONS = ['list', 'now', 'preview', 'pause', 'resume', 'stop'] as const;
export type DigestAction = (typeof DIGEST_ACTIONS)[number];

export type DigestWish =
  | { action: DigestAction; which?: number }
  /** `zone` where it is typed; `weekly` where the digest is to be of a week. */
  | { action: 'subscribe'; schedule: string; zone?: string; weekly: boolean };

const ZONE = /^(.*?)\s+([A-Z][A-Za-z_-]*(?:\/[A-Za-z0-9_+-]+)+|UTC|GMT)$/;

/** What somebody wants of digests. "weekly" makes it one of last week. */
export function readDigestWish(rest: string): DigestWish {
  const [, word = 'list', number] =
    /^(\S+)(?:\s+(\d+))?$/.exec(rest.trim()) ?? (rest.trim() === '' ? [] : ['', '']);
  const action = DIGEST_ACTIONS.find((name) => name === word.toLowerCase());
  if (action !== undefined) return number === undefined ? { action } : { action, which: Number(number) };
  const weekly = /^weekly\s+/i.test(rest);
  const text = rest.trim().replace(/^weekly\s+/i, '');
  const [, schedule = text, zone] = ZONE.exec(text) ?? [];
  return { action: 'subscribe', schedule, ...(zone === undefined ? {} : { zone }), weekly };
}
