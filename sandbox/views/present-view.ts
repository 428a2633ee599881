import type { JsonObject } from '../json.js';
import type { View } from './view.js';

/** A view as methods answer and payloads carry it (facts, sections 5 and 16). */
export function presentView(view: View): JsonObject {
  const { content, installation } = view;
  return {
    id: view.id,
    team_id: view.teamId,
    type: content.type,
    blocks: content.blocks,
    private_metadata: content.privateMetadata,
    callback_id: content.callbackId,
    state: { values: view.form.state },
    hash: view.hash,
    // A home tab has a title too, which nobody sees (captures of app_home_opened).
    title: content.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: content.clearOnClose,
    notify_on_close: content.notifyOnClose,
    close: content.close,
    submit: content.submit,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: installation.appId,
    external_id: content.externalId,
    app_installed_team_id: view.installedTeamId,
    bot_id: installation.botId,
  };
}
