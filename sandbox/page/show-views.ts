import { isObject, text, type Json } from '../json.js';
import type { Slack } from '../slack.js';
import type { Team, User } from '../workspace/model.js';
import type { View } from '../views/view.js';
import type { Frame, ShownView } from './shown.js';

/** The modals that a person has open, the top one last, and their home tabs in this workspace. */
export function showViews(slack: Slack, team: Team, viewer: User): Extract<Frame, { type: 'views' }> {
  const homes = slack.world.installationsOf(team.id).map((one) => slack.views.home(one, viewer.id));
  return {
    type: 'views',
    stack: slack.views.stackOf(viewer.id).map(showView),
    homes: homes.filter((view) => view !== undefined).map(showView),
  };
}

function showView({ id, content, hash, form, errors, problem, installation }: View): ShownView {
  return {
    id,
    hash,
    errors,
    problem,
    type: content.type,
    callbackId: content.callbackId,
    title: label(content.title) ?? '',
    submit: label(content.submit),
    close: label(content.close),
    blocks: content.blocks,
    state: form.state,
    app: installation.appId,
  };
}

function label(value: Json): string | null {
  return isObject(value) ? text(value.text) : null;
}
