/** What the desk (test/harness/desk.ts) offers, as an app manifest tells it to Slack. */
export const DESK_MANIFEST = {
  features: {
    slash_commands: [{ command: '/desk', description: 'Asks the desk', usage_hint: '[anything]' }],
    shortcuts: [
      { name: 'Open the desk', type: 'global', callback_id: 'desk.open', description: 'A form' },
      { name: 'Show it to the desk', type: 'message', callback_id: 'desk.shortcut', description: '' },
    ],
  },
};
