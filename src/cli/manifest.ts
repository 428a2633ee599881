import type { Command } from 'commander';
import { stringify as toYaml } from 'yaml';
import { AppModule } from '../app.module.js';
import { botScopes, buildManifest, userScopes } from '../installation/index.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { declaredHandlers } from '../slack/index.js';
import { type Json, command } from './command.js';
import { CliError } from './context.js';

interface Options extends Json {
  url: string;
  name: string;
  tokenRotation: boolean;
}

/** Before there is an app there is no secret of it: the manifest needs none. */
const BEFORE_THE_APP = {
  DATABASE_URL: 'postgresql://not-needed',
  ENCRYPTION_KEYS: `none:${Buffer.alloc(32).toString('base64')}`,
  SLACK_CLIENT_ID: 'not yet',
  SLACK_CLIENT_SECRET: 'not yet',
  SLACK_SIGNING_SECRET: 'not yet',
};

export function addManifestCommand(program: Command) {
  command(
    program,
    'manifest',
    'prints the app manifest for https://api.slack.com/apps, YAML or with --json JSON',
  )
    .requiredOption('--url <url>', 'where Slack and browsers reach the service, https://…')
    .option('--name <name>', 'the app’s name in Slack', 'Switchboard')
    .option(
      '--no-token-rotation',
      'tokens that don’t expire; Slack never lets an app go back from those that do',
    )
    .action(async ({ json, url, name, tokenRotation }: Options) => {
      const config = loadConfig({ ...BEFORE_THE_APP, ...process.env, ROLE: 'all' });
      const manifest = await manifestOf(config, { url: checked(url), name, tokenRotation });
      console.log(json === true ? JSON.stringify(manifest, null, 2) : toYaml(manifest).trimEnd());
    });
}

/** @throws ManifestError */
export async function manifestOf(
  config: Config,
  { url, name, tokenRotation }: { url: string; name: string; tokenRotation: boolean },
) {
  return buildManifest({
    url,
    name,
    handlers: await declaredHandlers(AppModule.register(config)),
    botScopes: botScopes(config).map(({ scope }) => scope),
    userScopes: userScopes(config).map(({ scope }) => scope),
    incomingWebhook: config.slack.incomingWebhook,
    socketMode: config.slack.appToken !== undefined,
    tokenRotation,
  });
}

function checked(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new CliError(`${url} is no http(s) URL.`);
  return url.replace(/\/+$/, '');
}
