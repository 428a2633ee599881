import type { FaultRule } from '../faults/fault-rule.js';
import type { Delivery } from './service.js';

/** What a play can do. All of it goes over the service's public API, or is done to this Slack. */
export interface Stage {
  /** Differs from run to run, so that each makes a card of its own. */
  run: string;
  /** Sends a notification and answers its id. */
  send: (notification: object) => Promise<string>;
  /** What became of it, once that is settled. */
  outcome: (id: string) => Promise<Delivery[]>;
  /** Tells those who watch. */
  say: (what: string) => void;
  /** Milliseconds of the world. */
  pause: (ms: number) => Promise<void>;
  /** Has things go wrong until the answer is called. */
  fault: (rule: FaultRule) => () => void;
  /** The name of a channel that nobody can post to: an archived one, or none at all. */
  deadChannel: string;
}

export interface Play {
  id: string;
  title: string;
  /** What happens. */
  about: string;
  /** What to look at meanwhile. */
  watch: string;
  run(stage: Stage): Promise<void>;
}

/** Critical where it must not join a storm that was played before. */
const ALERT = {
  type: 'alert',
  source: 'guided demo',
  labels: { service: 'payments-api' },
};
const STORM = 300;
const AT_ONCE = 20;
const DOWN_MS = 20_000;

/** The guided demo, in the order in which the page lists it. A feature that can be shown adds an entry. */
export const PLAYS: readonly Play[] = [
  {
    id: 'alert',
    title: 'An alert’s life',
    about: 'It fires as a warning, gets worse, and resolves.',
    watch: 'One card, in the channel of its route, changes colour and words twice; no second one appears.',
    async run({ run, send, say, pause }) {
      const alert = {
        ...ALERT,
        title: 'Checkout is slow: p95 at 2.4 s',
        fingerprint: `demo-checkout-${run}`,
      };
      await send({ ...alert, severity: 'warning' });
      say('It fires, as a warning.');
      await pause(4_000);
      await send({ ...alert, severity: 'critical', title: 'Checkout is down: p95 at 30 s' });
      say('It is critical now. Same fingerprint, same card.');
      await pause(6_000);
      await send({ ...alert, severity: 'critical', title: 'Checkout answers again', status: 'resolved' });
      say('Resolved. The card has no button any more.');
    },
  },
  {
    id: 'storm',
    title: `A storm of ${STORM}`,
    about: `${STORM} alerts at once for one channel, one in twenty critical.`,
    watch:
      'The critical ones come by themselves, one a second; the rest become one summary card while they wait. ' +
      'It takes in what else comes until the storm is over.',
    async run({ run, send, say }) {
      const severities = ['info', 'warning', 'error'];
      const alerts = Array.from({ length: STORM }, (_, index) => ({
        ...ALERT,
        severity: index % 20 === 0 ? 'critical' : severities[index % severities.length],
        title: `Node ${index + 1} does not answer`,
        fingerprint: `demo-storm-${run}-${index}`,
      }));
      for (let sent = 0; sent < alerts.length; sent += AT_ONCE) {
        await Promise.all(alerts.slice(sent, sent + AT_ONCE).map(send));
      }
      say(`${STORM} are accepted and stored. Slack takes about one a second and channel.`);
    },
  },
  {
    id: 'bad-block',
    title: 'A bad block',
    about: 'Slack refuses the next card: invalid_blocks.',
    watch:
      'The words arrive all the same, in a plainer form. Under Requests, each attempt and Slack’s answer.',
    async run({ run, send, outcome, say, fault }) {
      const end = fault({ fault: 'refused', error: 'invalid_blocks', name: 'chat.postMessage', count: 1 });
      try {
        const id = await send({
          ...ALERT,
          severity: 'critical',
          title: 'A card that Slack refuses',
          fingerprint: `demo-block-${run}`,
        });
        say('Sent. Slack answers invalid_blocks.');
        tell(await outcome(id), say);
      } finally {
        end();
      }
    },
  },
  {
    id: 'dead-channel',
    title: 'A dead channel',
    about: 'A message for a channel that nobody can post to any more.',
    watch: 'It arrives in the workspace’s fallback channel with a note, and who installed the app is told.',
    async run({ send, outcome, say, deadChannel }) {
      const title = 'For a channel that is no more';
      const id = await send({ severity: 'critical', title, channel: `#${deadChannel}` });
      say(`Sent to #${deadChannel}.`);
      tell(await outcome(id), say);
    },
  },
  {
    id: 'slack-down',
    title: 'Slack down for 20 s',
    about: 'Every call of the Web API is answered with 503; three alerts come meanwhile.',
    watch: 'Nothing in the channel for 20 s, attempts under Requests, then all three, once each.',
    async run({ run, send, say, pause, fault }) {
      const end = fault({ fault: 'error', status: 503, kind: 'api' });
      try {
        say('Slack is down.');
        for (const [index, what] of ['Queue', 'Cache', 'Search'].entries()) {
          const alert = { ...ALERT, severity: 'critical', title: `${what} does not answer` };
          await send({ ...alert, fingerprint: `demo-down-${run}-${index}` });
          await pause(2_000);
        }
        say('Three alerts are accepted. They wait.');
        await pause(DOWN_MS - 6_000);
      } finally {
        end();
      }
      say('Slack is back.');
    },
  },
];

function tell(deliveries: Delivery[], say: (what: string) => void): void {
  for (const { channel, state, error, note } of deliveries) {
    say(`The service says of ${channel}: ${state}${error ? `, ${error}` : ''}.${note ? ` ${note}` : ''}`);
  }
}
