// Preloaded into the programs that tests start. File descriptor 3 is a pipe that the test process holds open:
// when it closes, the tests are gone, however they ended, and this program goes too.
import { Socket } from 'node:net';

const lifeline = new Socket({ fd: 3, readable: true, writable: false });
lifeline.on('error', () => undefined);
lifeline.on('close', () => process.kill(process.pid, 'SIGKILL'));
lifeline.resume();
lifeline.unref();
