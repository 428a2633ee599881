import type { SandboxClient } from '../sandbox/kit/sandbox-client.js';

interface Line {
  /** As it is known to the replies that follow. */
  as?: string;
  /** Of the thread under this line. */
  under?: string;
  in: string;
  by: string;
  minutesAgo: number;
  text: string;
  reactions?: { name: string; by: string[] }[];
}

/** What people of Acme have said before the app came, oldest first. #ops is left to the demo's own plays. */
const ACME: Line[] = [
  {
    in: '#general',
    by: 'ann',
    minutesAgo: 1_560,
    text: 'Welcome to Acme’s workspace. What is broken goes to #incidents, what goes out to #deployments.',
    reactions: [{ name: 'wave', by: ['bob', 'carol'] }],
  },
  {
    in: '#deployments',
    by: 'carol',
    minutesAgo: 185,
    text: 'payments-api *4.12.0* goes out at noon. It has the new retry, see `RETRY_LIMIT`.',
    reactions: [{ name: 'eyes', by: ['bob'] }],
  },
  { in: '#deployments', by: 'carol', minutesAgo: 121, text: 'It is out :rocket:' },
  {
    as: 'slow',
    in: '#incidents',
    by: 'carol',
    minutesAgo: 96,
    text: 'Checkout feels slow to me since noon. Anybody else? @bob',
  },
  {
    under: 'slow',
    in: '#incidents',
    by: 'bob',
    minutesAgo: 94,
    text: 'p95 is 2.4 s, it was 0.3 s. Looking.',
  },
  {
    under: 'slow',
    in: '#incidents',
    by: 'bob',
    minutesAgo: 71,
    text: 'The retry hammers the database. `RETRY_LIMIT` is *2* now, and it is quick again.',
    reactions: [{ name: 'tada', by: ['carol', 'ann'] }],
  },
  {
    in: '#incidents',
    by: 'ann',
    minutesAgo: 64,
    text: 'We heard of this from a person and not from an alert. Let us try Switchboard :bell:',
    reactions: [{ name: '+1', by: ['bob', 'carol'] }],
  },
  {
    in: '#general',
    by: 'bob',
    minutesAgo: 42,
    text: 'I am on call this week. Ping me, or better @carol :wave:',
  },
];

/** And of Globex. */
const GLOBEX: Line[] = [
  {
    in: '#general',
    by: 'gina',
    minutesAgo: 1_480,
    text: 'Morning, everybody. Maintenance tonight, 22:00 to 23:00.',
  },
  {
    as: 'pager',
    in: '#engineering',
    by: 'hank',
    minutesAgo: 130,
    text: 'Acme says that their alerts come into Slack with buttons now. Do we want that?',
    reactions: [{ name: 'raised_hand', by: ['gina'] }],
  },
  { under: 'pager', in: '#engineering', by: 'gina', minutesAgo: 118, text: 'Yes. Install it, I will look.' },
];

/** Lets people of both workspaces have talked a little. Must come before anything else is said. */
export async function tellHistory(slack: SandboxClient): Promise<void> {
  await tell(slack, ACME);
  await tell(slack.in('globex'), GLOBEX);
}

async function tell(slack: SandboxClient, lines: Line[]): Promise<void> {
  const known = new Map<string, string>();
  for (const { as, under, in: channel, by: user, minutesAgo, text, reactions = [] } of lines) {
    const threadTs = under === undefined ? undefined : known.get(under);
    const said = await slack.say(channel, text, { user, minutesAgo, threadTs });
    if (as !== undefined) known.set(as, said.ts);
    for (const { name, by } of reactions) {
      for (const user of by) await slack.reaction(said, name, { user });
    }
  }
}
