// The peer: Bolt with its own HTTP receiver, one listener for an event and one for a command. It stores nothing.
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import bolt from '@slack/bolt';
import { DEMO_SIGNING_SECRET } from '../../sandbox/demo.js';
import { COMMAND } from './payloads.js';

const app = new bolt.App({
  receiver: new bolt.HTTPReceiver({ signingSecret: DEMO_SIGNING_SECRET }),
  authorize: () => Promise.resolve({ botToken: 'xoxb-bench', botId: 'B0SWITCHBD', botUserId: 'U0SWITCHBD' }),
});
app.event('message', () => Promise.resolve());
app.command(COMMAND, ({ ack }) => ack('All is well.'));
const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server;
console.log(`bolt: listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
