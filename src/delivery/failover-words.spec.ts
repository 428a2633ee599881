import { checkMessage, header } from '../slack/index.js';
import { failoverNote, installerNotice, withFailoverNote } from './failover-words.js';

const dead = { channel: '#old-alerts', code: 'is_archived' };
const wordsOf = (notice: object) => JSON.stringify(notice);

describe('a message that failed over', () => {
  it('says where it was to go, and why it is here', () => {
    expect(failoverNote(dead)).toBe(
      ':warning: #old-alerts could not be reached (is_archived); shown here instead.',
    );
    expect(failoverNote({ ...dead, channel: 'C012345678' })).toContain('<#C012345678> could not');
    expect(failoverNote({ channel: '#a<b', code: '<!here>' })).toContain(
      '#a&lt;b could not be reached (&lt;!here&gt;)',
    );
  });

  it('says to one person alone why it comes as a direct message', () => {
    expect(failoverNote({ channel: 'C012345678', code: 'user_not_in_channel' })).toBe(
      ':bust_in_silhouette: For you alone, from <#C012345678>; you are not in that channel.',
    );
  });

  it('says so above all else', () => {
    const card = {
      text: 'Disk full',
      blocks: [header('Disk full')],
      metadata: { event_type: 'a', event_payload: {} },
    };
    const shown = withFailoverNote(card, dead);
    expect(shown.blocks?.map(({ type }) => type)).toEqual(['context', 'header']);
    expect(shown).toMatchObject({ text: 'Disk full', metadata: card.metadata });
    expect(withFailoverNote({ text: 'Disk full' }, dead)).toEqual({
      text: `${failoverNote(dead)}\nDisk full`,
    });
    expect(withFailoverNote({ text: 'x'.repeat(4_000) }, dead).text).toHaveLength(4_000);
  });
});

describe('what the installer is told', () => {
  it('names the channel, the reason, what to do, and where the messages are', () => {
    const notice = installerNotice({ ...dead, fallback: '#general' });
    expect(notice.text).toBe('Switchboard can’t post to #old-alerts: it is archived');
    const words = wordsOf(notice.blocks as object);
    for (const part of ['It is archived (`is_archived`)', 'Unarchive it', 'messages go to #general']) {
      expect(words).toContain(part);
    }
  });

  it('does not lay a forgotten webhook at Slack’s door', () => {
    const notice = installerNotice({ channel: 'webhook:partner', code: 'unknown_webhook' });
    expect(notice.text).toBe(
      'Switchboard can’t post to webhook:partner: the webhook of that name was forgotten',
    );
  });

  it.each([
    'channel_not_found',
    'not_in_channel',
    'restricted_action',
    'restricted_action_read_only_channel',
    'messages_tab_disabled',
    'user_disabled',
    'a_new_word',
    'constructor',
    '<!channel>',
  ])('%s comes with advice, and is a message that Slack takes', (code) => {
    const notice = installerNotice({ channel: 'C012345678', code });
    expect(checkMessage(notice)).toEqual([]);
    expect(wordsOf(notice)).toContain('kept as failed');
    expect(wordsOf(notice)).not.toMatch(/<!|undefined/);
  });

  it('calls nobody', () => {
    expect(wordsOf(installerNotice({ channel: 'U012345678', code: 'user_disabled' }))).not.toContain('<@');
  });
});
