import { readFileSync, readdirSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { METHODS } from '../../sandbox/api/methods.js';
import { AppModule } from '../../src/app.module.js';
import { manifestOf } from '../../src/cli/manifest.js';
import { botScopes } from '../../src/installation/index.js';
import { type Config, loadConfig } from '../../src/platform/config/config.js';
import { HandlerRegistry, declaredHandlers } from '../../src/slack/index.js';
import { runHere } from '../harness/commands.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const URL = 'https://board.example.com';
const FAMILIES =
  /\b(auth|bots|chat|conversations|files|pins|reactions|team|usergroups|users|views)((?:\s*\.\s*[a-z]\w*)+)\s*\(/gs;

/** The lanes call by name. */
const NAMES =
  /'((?:auth|bots|chat|conversations|files|pins|reactions|team|usergroups|users|views)(?:\.[a-z]\w*)+)'/g;

/** Every Web API method that the product calls, as its source spells it. */
function calledMethods(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
  const sources = files.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  const texts = sources.map((name) => readFileSync(`src/${name}`, 'utf8'));
  const calls = texts.flatMap((text) => [...text.matchAll(FAMILIES)]);
  const names = [
    ...calls.map(([, family, rest]) => family + rest.replace(/\s/g, '')),
    ...texts.flatMap((text) => [...text.matchAll(NAMES)].map(([, name]) => name)),
  ];
  return [...new Set(names)].filter((name) => Object.hasOwn(METHODS, name)).sort();
}

describe('The app manifest', () => {
  let board: Switchboard;
  let config: Config;
  beforeAll(async () => {
    board = await startSwitchboard({ installed: false });
    config = loadConfig(board.env);
  });
  afterAll(() => board.stop());

  it('has what a running process handles, and nothing else', async () => {
    const running = board.app.get(HandlerRegistry).all.map(({ handle: _, ...handler }) => handler);
    expect(running.length).toBeGreaterThan(4);
    const declared = await declaredHandlers(AppModule.register(config));
    expect(declared).toEqual(running.sort((a, b) => (a.owner < b.owner ? -1 : 1)));
    const manifest = await manifestOf(config, { url: URL, name: 'Switchboard', tokenRotation: true });
    const events = running.filter(({ kind }) => kind === 'event').map(({ name }) => name);
    for (const event of manifest.settings.event_subscriptions.bot_events) {
      expect(events).toContain(event.replace(/^message\..*/, 'message'));
    }
  });

  it('asks for the scopes of what the product does, and for no others', () => {
    const asked = botScopes(config).map(({ scope }) => scope);
    const called = calledMethods();
    expect(called).toEqual(expect.arrayContaining(['chat.postMessage', 'conversations.list', 'users.info']));
    for (const name of called) {
      const { scopes = [], anyScope = [] } = METHODS[name];
      expect({ name, missing: scopes.filter((scope) => !asked.includes(scope)) }).toEqual({
        name,
        missing: [],
      });
      if (anyScope.length > 0) expect({ name, has: anyScope.some((scope) => asked.includes(scope)) }).toEqual({ name, has: true }); // prettier-ignore
    }
    const used = new Set(
      called.flatMap((name) => [...(METHODS[name].scopes ?? []), ...(METHODS[name].anyScope ?? [])]),
    );
    // One widens chat:write to channels that the bot is not in; the other is needed by commands and shortcuts alone.
    const others = ['chat:write.public', 'commands'];
    expect(asked.filter((scope) => !used.has(scope) && !others.includes(scope))).toEqual([]);
  });

  it('is printed as YAML and as JSON, before there is an app or a database', async () => {
    const run = (...args: string[]) => runHere({}, 'manifest', ...args);
    const yaml = await run('--url', `${URL}/`);
    const json = await run('--url', URL, '--json');
    expect([yaml.code, json.code]).toEqual([0, 0]);
    expect(parseYaml(yaml.output)).toEqual(JSON.parse(json.output));
    expect(JSON.parse(json.output)).toEqual(
      JSON.parse(
        JSON.stringify(await manifestOf(config, { url: URL, name: 'Switchboard', tokenRotation: true })),
      ),
    );
    expect((await run('--url', 'nowhere')).output).toContain('nowhere is no http(s) URL.');
  });
});
