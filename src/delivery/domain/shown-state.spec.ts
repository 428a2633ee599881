import { type Facts, SHOWN_STATES, explain } from './shown-state.js';

const LATER = new Date('2026-11-23T06:00:16.500Z');

const facts = (more: Partial<Facts> = {}): Facts => ({
  state: 'queued',
  op: 'post',
  heldUntil: null,
  slackSaysUntil: null,
  error: null,
  inThread: false,
  repeated: false,
  rung: 'full',
  mergedInto: null,
  failedOverFrom: null,
  failedOverCode: null,
  ...more,
});

describe('a delivery’s state in words', () => {
  it.each<[string, Partial<Facts>, string | null]>([
    ['its turn will come', {}, null],
    ['Slack said to wait', { slackSaysUntil: LATER }, 'Slack asked to wait until 2026-11-23T06:00:16Z.'],
    ['it is on its way', { state: 'sending' }, null],
    [
      'it was refused and is tried again',
      { state: 'held', heldUntil: LATER, error: 'internal_error' },
      'It is tried again at 2026-11-23T06:00:16Z.',
    ],
    [
      'its method’s limit is used up',
      { state: 'held', heldUntil: LATER },
      'It is tried again at 2026-11-23T06:00:16Z, when Slack’s limits allow it.',
    ],
    ['its card doesn’t stand yet', { state: 'held', inThread: true }, expect.stringMatching(/its thread/)],
    [
      'its answer was lost',
      { state: 'unknown', heldUntil: LATER },
      expect.stringMatching(/looked for at .*:16Z, and sent again only/),
    ],
    ['it arrived as it was meant', { state: 'sent' }, null],
    [
      'it arrived after all',
      {
        state: 'sent',
        rung: 'plain',
        failedOverFrom: 'C0OLD00001',
        failedOverCode: 'is_archived',
        repeated: true,
      },
      'Slack refused its blocks; it was sent as plain text. It was meant for C0OLD00001, which could not be reached: is_archived. It may stand there twice, and says so.',
    ],
    [
      'its person could not see it there',
      { state: 'sent', failedOverFrom: 'C0OPS00001' },
      'Its person is not in C0OPS00001; it went into their direct messages.',
    ],
    ['it failed: Slack’s words say why', { state: 'failed', error: 'is_archived' }, null],
    ['a newer version was faster', { state: 'superseded' }, expect.stringMatching(/newer version/)],
    ['what it deletes never stood', { state: 'superseded', op: 'delete' }, 'There was nothing to delete.'],
    [
      'a summary shows it',
      { state: 'merged', mergedInto: 'id' },
      expect.stringMatching(/summary id shows it/),
    ],
  ])('%s', (_, more, words) => {
    expect(explain(facts(more))).toEqual(words);
  });

  it('has words, or needs none, for every state', () => {
    for (const state of SHOWN_STATES) expect(explain(facts({ state }))).not.toBe('');
  });
});
