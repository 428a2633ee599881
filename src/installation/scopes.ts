/** What the bot asks for, and why. The landing page shows it. */
export const BOT_SCOPES: { scope: string; why: string }[] = [
  { scope: 'chat:write', why: 'posts cards and keeps them up to date' },
  { scope: 'chat:write.public', why: 'posts to public channels without being invited to each' },
  { scope: 'commands', why: 'adds its slash commands and shortcuts' },
  { scope: 'users:read', why: 'tells your own people from those of other companies in shared channels' },
  { scope: 'channels:read', why: 'finds public channels by the names in your routes' },
  { scope: 'groups:read', why: 'finds the private channels it was invited to' },
  { scope: 'channels:join', why: 'joins a public channel that it is to post to and may not otherwise' },
  { scope: 'im:write', why: 'opens direct messages with people whom your systems name' },
  { scope: 'users:read.email', why: 'finds people by the e-mail addresses that your systems know' },
  {
    scope: 'channels:history',
    why: 'looks whether a message arrived, when Slack’s answer didn’t, so that nothing is posted twice',
  },
  { scope: 'groups:history', why: 'the same in private channels that it was invited to' },
  { scope: 'im:history', why: 'the same in its direct messages' },
];
