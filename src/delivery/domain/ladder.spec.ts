import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { type Refusal, type Rung, nextRung } from './ladder.js';

const first: Rung = { form: 'full', threaded: false, joined: false, mayFallBack: true };
const there: Rung = { ...first, mayFallBack: false };
const message = (code: string): Refusal => ({ kind: 'message', code });
const channel = (code: string): Refusal => ({ kind: 'channel', code });

describe('when Slack refuses', () => {
  it.each(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'invalid_attachments', 'odd'])(
    'the form (%s), the words go alone',
    (code) => {
      for (const form of ['full', 'trimmed'] as const) {
        const step = nextRung(message(code), { ...first, form });
        expect(step).toEqual({ do: 'send', rung: { ...first, form: 'plain' } });
      }
    },
  );

  it('the words too, for a reason that may be the channel’s, they go elsewhere', () => {
    const plain: Rung = { ...first, form: 'plain' };
    expect(nextRung(message('odd'), plain)).toEqual({ do: 'fall back', rung: { ...there, form: 'plain' } });
    expect(nextRung(message('odd'), { ...there, form: 'plain' })).toEqual({ do: 'keep' });
  });

  it.each(['no_text', 'msg_too_long', 'metadata_too_large'])(
    'what is the same everywhere (%s), it is kept',
    (code) => {
      expect(nextRung(message(code), { ...first, form: 'plain' })).toEqual({ do: 'keep' });
    },
  );

  it('because the bot is not in the channel, it joins; still not, it goes elsewhere', () => {
    const joined = { ...first, joined: true };
    expect(nextRung(channel('not_in_channel'), first)).toEqual({ do: 'join', rung: joined });
    expect(nextRung(channel('not_in_channel'), joined)).toEqual({ do: 'fall back', rung: there });
  });

  it.each([
    'is_archived',
    'channel_not_found',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'messages_tab_disabled',
    'user_disabled',
    'cannot_dm_bot',
  ])('the channel (%s), it goes elsewhere as it is', (code) => {
    expect(nextRung(channel(code), first)).toEqual({ do: 'fall back', rung: there });
    expect(nextRung(channel(code), there)).toEqual({ do: 'keep' });
  });

  it('a restriction that we have never heard of, it goes elsewhere', () => {
    expect(nextRung(message('restricted_action_on_sundays'), first).do).toBe('fall back');
  });

  it('the other channel because the bot is not in it, it joins that one as well', () => {
    expect(nextRung(channel('not_in_channel'), there).do).toBe('join');
  });

  it.each([
    'thread_not_found',
    'invalid_thread_ts',
    'cannot_reply_to_message',
    'restricted_action_thread_locked',
  ])('the thread (%s), it goes to the channel', (code) => {
    const step = nextRung(channel(code), { ...first, threaded: true });
    expect(step).toEqual({ do: 'send', rung: first });
  });

  it('for the moment, it waits, in whatever form', () => {
    expect(nextRung({ kind: 'retry', code: 'ratelimited' }, first)).toEqual({ do: 'wait' });
  });

  it('the workspace, it is kept: another form and another channel change nothing', () => {
    expect(nextRung({ kind: 'workspace', code: 'token_revoked' }, first)).toEqual({ do: 'keep' });
  });

  it('what one person alone may see, it never goes elsewhere', () => {
    const refusal = fc.record({
      kind: fc.constantFrom('message', 'channel', 'workspace', 'retry'),
      code: fc.string(),
    });
    fc.assert(
      fc.property(refusal, (refused) => {
        expect(nextRung(refused, there).do).not.toBe('fall back');
      }),
      runs(100),
    );
  });
});

describe('the ladder', () => {
  const codes = [
    'invalid_blocks',
    'no_text',
    'not_in_channel',
    'is_archived',
    'channel_not_found',
    'restricted_action',
    'thread_not_found',
    'restricted_action_thread_locked',
    'odd',
    'token_revoked',
    'ratelimited',
    '',
  ];
  const refusal: fc.Arbitrary<Refusal> = fc.record({
    kind: fc.constantFrom('retry', 'message', 'channel', 'workspace'),
    code: fc.oneof(fc.constantFrom(...codes), fc.string()),
  });
  const rung: fc.Arbitrary<Rung> = fc.record({
    form: fc.constantFrom('full', 'trimmed', 'plain'),
    threaded: fc.boolean(),
    joined: fc.boolean(),
    mayFallBack: fc.boolean(),
  });

  it('ends within five steps that are not waiting, whatever Slack says; and the form never grows', () => {
    const forms = ['full', 'trimmed', 'plain'];
    fc.assert(
      fc.property(rung, fc.array(refusal, { minLength: 30, maxLength: 60 }), (begin, refusals) => {
        let at = begin;
        let steps = 0;
        for (const refused of refusals) {
          const step = nextRung(refused, at);
          if (step.do === 'keep') break;
          if (step.do === 'wait') continue;
          steps += 1;
          expect(forms.indexOf(step.rung.form)).toBeGreaterThanOrEqual(forms.indexOf(at.form));
          expect(step.rung).not.toEqual(at);
          at = step.rung;
        }
        expect(steps).toBeLessThanOrEqual(5);
      }),
      runs(1_000),
    );
  });
});
