import { EventStore, type NewEvent } from '../../src/events/event-store.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { DEMO_APP_ID, DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';

const BURST = 300;
const ROUNDS = 10;
const PATIENT_MS = 30_000;

describe('A burst that Slack sends twice, in two orders', () => {
  let board: Switchboard;
  beforeAll(async () => (board = await startSwitchboard()));
  afterAll(() => board.stop());

  const burst = (round: number, retryNum: number | null): NewEvent[] =>
    Array.from({ length: BURST }, (_, index) => ({
      event: {
        appId: DEMO_APP_ID,
        eventId: `Ev${round}-${index}`,
        type: 'app_mention',
        tenant: { workspaceId: DEMO_WORKSPACE_ID },
      } as NewEvent['event'],
      day: board.clock.now().toISOString().slice(0, 10),
      transport: 'http',
      retryNum,
      json: Buffer.from('{}'),
      handlers: [],
    }));

  it.each([
    ['for the first time', null],
    ['again', 1],
  ])(
    'is taken in once by both who get it %s, and neither waits for the other in a circle',
    async (_when, retry) => {
      const store = board.app.get(EventStore);
      for (let round = 0; round < ROUNDS; round += 1) {
        const events = burst(round + (retry === null ? 0 : ROUNDS), retry);
        const both = await Promise.all(
          [events, events.toReversed()].map((some) => store.store(some, PATIENT_MS)),
        );
        expect(both.flat().filter((isNew) => isNew)).toHaveLength(BURST);
      }
    },
  );
});
