import { effect, signal } from '@preact/signals';
import type { Frame, Look } from '../../page/shown.js';
import { place, settle } from './place.js';
import { channel, here, link } from './store.js';
import { takeFrame } from './take-frame.js';

const RETRY_MS = 500;
const SLOWEST_RETRY_MS = 3_000;

/** Whether the inspector is open: only then are requests told. */
export const inspecting = signal(false);

/** Hears of everything new as long as the page is open, and begins anew whenever the sandbox was gone. */
export function connect(): void {
  let delay = RETRY_MS;
  let socket: WebSocket;
  let told = '';

  const look = () => {
    const { team, user } = place.value;
    const at: Look = {
      team,
      user,
      channel: channel.value?.id ?? place.value.channel,
      traffic: inspecting.value,
    };
    const words = JSON.stringify(at);
    if (socket?.readyState !== WebSocket.OPEN || told === words) return;
    told = words;
    socket.send(words);
  };

  const open = () => {
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/page/socket`);
    socket.addEventListener('open', () => {
      told = '';
      delay = RETRY_MS;
      link.value = 'open';
      look();
    });
    socket.addEventListener('message', ({ data }: MessageEvent<string>) =>
      takeFrame(JSON.parse(data) as Frame),
    );
    socket.addEventListener('close', () => {
      link.value = 'lost';
      setTimeout(open, delay);
      delay = Math.min(delay * 1.5, SLOWEST_RETRY_MS);
    });
  };

  open();
  effect(look);
  // The address names what the sandbox chose, so that it can be kept and sent on.
  effect(() => {
    if (!here.value) return;
    const { team, viewer, asked } = here.value;
    // An answer to an earlier question says nothing about the place that is asked for now.
    if (asked.team !== place.value.team || asked.user !== place.value.user) return;
    if (channel.value) settle({ team, user: viewer, channel: channel.value.id });
    // What the address names is not there, or not for this person: what is, is. A channel that was only just made may
    // be known to the address before it is known here.
    else if (asked.channel === place.value.channel)
      settle({ team, user: viewer, channel: '', thread: '', tab: '' });
  });
}
