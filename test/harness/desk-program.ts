import 'reflect-metadata';
import { RequestLimits } from '../../src/requests/index.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { createService } from '../../src/service.js';
import { Desk, DeskModule, Gate } from './desk.js';

/*
 * A service with a desk, in a process of its own: to be killed, stopped or frozen in the middle of a handler. What people
 * do is first held, with a line "holding <name>" on standard output, until SIGUSR2 comes; DESK_HOLDS=no does it at once.
 * DESK_ANSWER_BY sets the milliseconds in which Slack is answered.
 */
const say = (line: string) => process.stdout.write(`${line}\n`);
const app = await createService(loadConfig(process.env), { modules: [DeskModule] });
const desk = app.get(Desk);
const gate = new Gate();
if (process.env.DESK_HOLDS === 'no') gate.open();
process.once('SIGUSR2', () => gate.open());
process.once('SIGTERM', () => {
  say('stopping');
  void app.close().then(() => process.exit(0));
});
if (process.env.DESK_ANSWER_BY !== undefined) {
  app.get(RequestLimits).answerBy = Number(process.env.DESK_ANSWER_BY);
}

const hold = async (name: string) => {
  say(`holding ${name}`);
  await gate.pass();
};
desk.on('command', async (ctx, { ack, command }) => {
  await hold('command');
  await desk.mark(ctx, `${command.text}, attempt ${ctx.attempt}`);
  await ack(`Done: ${command.text}`);
});
desk.on('press', async (ctx, { ack }) => {
  await ack();
  await hold('press');
  await desk.mark(ctx, `press, attempt ${ctx.attempt}`);
});
desk.on('form', async (ctx) => {
  await hold('form');
  await desk.mark(ctx, `form, attempt ${ctx.attempt}`);
});

await app.listen(Number(process.env.PORT), '127.0.0.1');
say('ready');
