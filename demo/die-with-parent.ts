// Preloaded into the service and the sandbox. File descriptor 3 is a pipe that the demo holds open: when it closes, the
// demo is gone, however it ended, and this program goes too.
import { Socket } from 'node:net';

const lifeline = new Socket({ fd: 3, readable: true, writable: false });
lifeline.on('error', () => undefined);
lifeline.on('close', () => process.kill(process.pid, 'SIGKILL'));
lifeline.resume();
lifeline.unref();
