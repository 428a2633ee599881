import { type Envelope, acknowledgement, readFrame } from './socket-frame.js';

const command = { command: '/status', team_id: 'T1' };

describe('A frame of Socket Mode', () => {
  it('says hello, with how many connections the app has', () => {
    expect(readFrame({ type: 'hello', num_connections: 3 })).toEqual({ kind: 'hello', connectionsOfApp: 3 });
    expect(readFrame({ type: 'hello' })).toEqual({ kind: 'hello' });
  });

  it('says good-bye, for a reason that we know or another', () => {
    const reasonOf = (reason: unknown) => readFrame({ type: 'disconnect', reason });
    expect(reasonOf('refresh_requested')).toEqual({ kind: 'disconnect', reason: 'refresh_requested' });
    expect(reasonOf('new_moon')).toEqual({ kind: 'disconnect', reason: 'other' });
    expect(reasonOf(undefined)).toEqual({ kind: 'disconnect', reason: 'other' });
  });

  it('brings a payload, and says whether it comes again', () => {
    const frame = {
      envelope_id: 'e1',
      type: 'events_api',
      payload: command,
      accepts_response_payload: false,
    };
    const envelope = { id: 'e1', payload: command, takesAnswer: false };
    expect(readFrame(frame)).toEqual({ kind: 'envelope', envelope });
    expect(readFrame({ ...frame, retry_attempt: 0, retry_reason: '' })).toEqual({
      kind: 'envelope',
      envelope,
    });
    expect(readFrame({ ...frame, retry_attempt: 2, retry_reason: 'timeout' })).toEqual({
      kind: 'envelope',
      envelope: { ...envelope, retryNum: 2, retryReason: 'timeout' },
    });
  });

  it.each([null, 7, [], {}, { envelope_id: 'e1' }, { envelope_id: 'e1', payload: [] }, { payload: {} }])(
    'that is %j is nothing, and no error',
    (frame) => expect(readFrame(frame)).toEqual({ kind: 'unusable' }),
  );
});

describe('An acknowledgement', () => {
  const envelope: Envelope = { id: 'e1', payload: command, takesAnswer: true };

  it('carries the answer where one is taken, a plain text as a message', () => {
    const view = { response_action: 'clear' };
    expect(acknowledgement(envelope, view)).toEqual({ envelope_id: 'e1', payload: view });
    expect(acknowledgement(envelope, 'done')).toEqual({ envelope_id: 'e1', payload: { text: 'done' } });
  });

  it('is empty where there is nothing to say, or nobody to hear it', () => {
    const bare = { envelope_id: 'e1' };
    expect(acknowledgement(envelope, undefined)).toEqual(bare);
    expect(acknowledgement(envelope, '')).toEqual(bare);
    expect(acknowledgement({ ...envelope, takesAnswer: false }, { text: 'unheard' })).toEqual(bare);
  });
});
