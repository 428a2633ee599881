import { isObject, objects, text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import type { SlackApp, Team } from '../workspace/model.js';
import { ControlError } from './control-request.js';
import { COUNT, DAY_MS, MOST, numberIn } from './number-values.js';

const TEXTS = [
  'name',
  'clientId',
  'clientSecret',
  'signingSecret',
  'verificationToken',
  'eventsUrl',
  'interactivityUrl',
  'commandsUrl',
  'optionsUrl',
  'appToken',
] as const;

const SWITCHES = [
  'tokenRotation',
  'orgDeploy',
  'pkce',
  'socketMode',
  'delayedEvents',
  'eventsDisabled',
  'homeTab',
  'messagesTab',
  'incomingWebhooks',
] as const;

/**
 * Changes what is named, of what an app's configuration pages hold. `requestUrl` sets all three request URLs; of a
 * `manifest`, in Slack's form, the commands, shortcuts and tabs count.
 */
export function configureApp(app: SlackApp, values: JsonObject): SlackApp {
  if (typeof values.requestUrl === 'string') {
    app.eventsUrl = app.interactivityUrl = app.commandsUrl = values.requestUrl;
  }
  for (const name of TEXTS) {
    const value = values[name];
    if (value === undefined) continue;
    if (typeof value !== 'string') throw new ControlError(400, `${name} must be a string`);
    app[name] = value;
  }
  if (values.redirectUrls !== undefined) app.redirectUrls = strings('redirectUrls', values.redirectUrls);
  if (values.escapedCommands !== undefined) {
    app.escapedCommands = strings('escapedCommands', values.escapedCommands);
  }
  if (values.botEvents !== undefined) {
    app.botEvents = values.botEvents === null ? null : strings('botEvents', values.botEvents);
  }
  for (const name of SWITCHES) {
    const value = values[name];
    if (value === undefined) continue;
    if (typeof value !== 'boolean') throw new ControlError(400, `${name} must be true or false`);
    app[name] = value;
  }
  if (values.metadataSubscriptions !== undefined) {
    app.metadataSubscriptions = objects(values.metadataSubscriptions).map((one) => ({
      app_id: text(one.app_id),
      event_type: text(one.event_type),
    }));
  }
  if (isObject(values.manifest)) readManifest(app, values.manifest);
  if (values.homeTeamId !== undefined) app.homeTeamId = text(values.homeTeamId) || null;
  return app;
}

/** Of an app manifest, what people are offered: slash commands, shortcuts and the app's tabs (facts, section 10). */
function readManifest(app: SlackApp, manifest: JsonObject): void {
  const features = isObject(manifest.features) ? manifest.features : {};
  const commands = objects(features.slash_commands);
  app.commands = commands.map((one) => ({
    command: text(one.command),
    description: text(one.description),
    usageHint: text(one.usage_hint),
  }));
  app.escapedCommands = commands.filter((one) => one.should_escape === true).map((one) => text(one.command));
  const home = isObject(features.app_home) ? features.app_home : {};
  if (typeof home.home_tab_enabled === 'boolean') app.homeTab = home.home_tab_enabled;
  if (typeof home.messages_tab_enabled === 'boolean') app.messagesTab = home.messages_tab_enabled;
  app.messagesReadOnly = home.messages_tab_read_only_enabled === true;
  app.shortcuts = objects(features.shortcuts).map((one) => ({
    name: text(one.name),
    type: one.type === 'message' ? 'message' : 'global',
    callbackId: text(one.callback_id),
    description: text(one.description),
  }));
}

/**
 * `{userGroups?: 'everyone' | 'admins' | 'unavailable', editWindowMinutes?: number | null, disabled?: boolean}`: who may
 * manage a workspace's user groups, for how long messages can be edited, and whether Slack has closed it.
 */
export function configureTeam(team: Team | undefined, values: JsonObject): object {
  const { userGroups, editWindowMinutes, disabled } = values;
  if (!team) throw new ControlError(404, 'no such workspace');
  if (userGroups !== undefined) {
    if (userGroups !== 'everyone' && userGroups !== 'admins' && userGroups !== 'unavailable') {
      throw new ControlError(400, 'userGroups must be everyone, admins or unavailable');
    }
    team.userGroups = userGroups === 'everyone' ? undefined : userGroups;
  }
  if (editWindowMinutes !== undefined) {
    const never = editWindowMinutes === null;
    team.editWindowMinutes = never ? undefined : positive('editWindowMinutes', values);
  }
  if (disabled !== undefined) {
    if (typeof disabled !== 'boolean') throw new ControlError(400, 'disabled must be true or false');
    team.disabled = disabled;
  }
  return team;
}

/**
 * `{deadlineMs?, retryDelaysMs?: [ms, ms, ms], eventsPerHour?, uninstallOrder?: 'tokens_revoked' | 'app_uninstalled'}`. All
 * is read before anything counts: what is wrong with one leaves the others as they were.
 */
export function configureDeliveries(slack: Slack, values: JsonObject): object {
  const { sender, events } = slack;
  const { uninstallOrder = slack.uninstallOrder, retryDelaysMs: delays = events.retryDelaysMs } = values;
  const given = { ...values, deadlineMs: values.deadlineMs ?? sender.deadlineMs };
  const deadlineMs = numberIn('deadlineMs', given.deadlineMs, { above: 0, to: DAY_MS });
  const perHour =
    values.eventsPerHour === undefined
      ? events.eventsPerHour
      : numberIn('eventsPerHour', values.eventsPerHour, COUNT);
  if (!Array.isArray(delays)) throw new ControlError(400, 'retryDelaysMs must be a list of milliseconds');
  const retryDelaysMs = delays.map((ms, index) =>
    numberIn(`retryDelaysMs[${index}]`, ms, { from: 0, to: DAY_MS }),
  );
  if (uninstallOrder !== 'tokens_revoked' && uninstallOrder !== 'app_uninstalled') {
    throw new ControlError(
      400,
      'uninstallOrder names the event that goes first: tokens_revoked or app_uninstalled',
    );
  }
  sender.deadlineMs = deadlineMs;
  Object.assign(events, { retryDelaysMs, eventsPerHour: perHour });
  slack.uninstallOrder = uninstallOrder;
  return { deadlineMs: slack.sender.deadlineMs, retryDelaysMs: slack.events.retryDelaysMs };
}

export function positive(name: string, values: JsonObject, to = MOST): number {
  return numberIn(name, values[name], { above: 0, to });
}

function strings(name: string, value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw new ControlError(400, `${name} must be a list of strings`);
  }
  return value;
}
