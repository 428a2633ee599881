import { isObject, parseJson, text } from '../json.js';
import type { Slack } from '../slack.js';
import type { Channel, Installation, SlackApp, User } from '../workspace/model.js';
import { escapeTyped } from '../workspace/typed-text.js';
import { channelNameForApps, shownOf, type Shown } from './interactions.js';
import { commandOrigin } from './payload-origin.js';
import { applyReply } from './replies.js';

/** Sends a slash command (fields: facts, section 4) and shows the answer where the person typed it. */
export async function runCommand(
  slack: Slack,
  installation: Installation,
  app: SlackApp,
  channel: Channel,
  user: User,
  command: string,
  typed: string,
): Promise<Shown> {
  const teamId = slack.world.contextTeamId(installation, channel);
  const target = {
    kind: 'commands' as const,
    appId: app.id,
    teamId: installation.teamId,
    channelId: channel.id,
    userId: user.id,
  };
  const fields = {
    token: app.verificationToken,
    ...commandOrigin(slack.world, installation, teamId),
    channel_id: channel.id,
    channel_name: channelNameForApps(channel),
    user_id: user.id,
    user_name: user.name,
    command,
    text: app.escapedCommands?.includes(command) ? escapeTyped(slack.world, channel.teamId, typed) : typed,
    api_app_id: app.id,
    response_url: slack.responseUrls.issue(slack.publicUrl, target),
    trigger_id: slack.triggers.issue(app.id, installation.teamId, user.id, { channelId: channel.id }),
  };
  const outcome = await slack.sender.send({
    app,
    url: app.commandsUrl,
    kind: 'command',
    name: command,
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(fields).toString(),
  });
  const { status, ms, body } = outcome;
  if (outcome.failure !== undefined) {
    const why = outcome.failure === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed';
    return { status, ms, body, shown: `${command} failed with the error "${why}"` };
  }
  if (body.trim() === '') return { status, ms, body, shown: null };
  const json = text(outcome.headers['content-type']).includes('json') ? parseJson(body) : undefined;
  const error = applyReply(
    slack,
    installation,
    { ...target, typed: `${command} ${typed}`.trim() },
    isObject(json) ? json : { text: body },
  );
  return { status, ms, body, shown: error ? `${command} failed with the error "dispatch_failed"` : null };
}

/** The ping that asks whether a command's URL has a good certificate (facts, section 4): 200 is all that it wants. */
export async function sendSslCheck(slack: Slack, app: SlackApp): Promise<Shown> {
  const outcome = await slack.sender.send({
    app,
    url: app.commandsUrl,
    kind: 'command',
    name: 'ssl_check',
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ ssl_check: '1', token: app.verificationToken }).toString(),
  });
  return shownOf(outcome);
}
