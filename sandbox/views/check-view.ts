import { checkBlocks, type CheckContext } from '../blocks/check-blocks.js';
import { CheckReport } from '../blocks/check-report.js';
import { isObject, list, objects, text, type Json, type JsonObject } from '../json.js';
import { fillBlocks } from '../blocks/fill-blocks.js';
import type { ViewContent } from './view.js';

/** The whole view as JSON, in bytes (facts, section 5). */
const MAX_BYTES = 250 * 1024;
const MAX_TITLE = 24;
const SHARED = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id'];
const MODAL = [...SHARED, 'title', 'submit', 'close', 'clear_on_close', 'notify_on_close', 'submit_disabled'];

export type ViewVerdict =
  | { ok: true; content: ViewContent }
  | { ok: false; error: 'invalid_arguments' | 'view_too_large'; lines: string[] };

/**
 * A view as an app sends it, checked (facts, sections 5 and 7). The lines are those of `response_metadata.messages`,
 * with JSON pointers under `/view`.
 */
export function checkView(
  given: Json | undefined,
  type: 'modal' | 'home',
  canShow?: CheckContext['canShow'],
): ViewVerdict {
  const report = new CheckReport({ surface: type, canShow });
  if (!isObject(given)) {
    report.add('/view', 'must provide an object');
    return { ok: false, error: 'invalid_arguments', lines: report.errors };
  }
  if (Buffer.byteLength(JSON.stringify(given)) > MAX_BYTES) {
    return { ok: false, error: 'view_too_large', lines: [] };
  }
  if (given.type !== type) report.add('/view/type', `must be one of ${type}`);
  report.known(given, '/view', type === 'modal' ? MODAL : SHARED);
  report.string(given, 'private_metadata', '/view', { max: 3000, min: 0 });
  report.string(given, 'callback_id', '/view', { max: 255, min: 0 });
  report.string(given, 'external_id', '/view', { max: 255, min: 0 });
  if (type === 'modal') {
    report.textObject(given, 'title', '/view', { max: MAX_TITLE, required: true });
    report.textObject(given, 'submit', '/view', { max: MAX_TITLE });
    report.textObject(given, 'close', '/view', { max: MAX_TITLE });
    report.boolean(given, 'clear_on_close', '/view');
    report.boolean(given, 'notify_on_close', '/view');
    // That it is required is certain (facts, section 5); the words are unverified.
    const hasInput = objects(given.blocks).some((block) => block.type === 'input');
    if (hasInput && given.submit == null) report.add('/view', 'missing required field: submit');
  }
  const blocks = report.field(given, 'blocks', '/view', true);
  if (blocks !== undefined && !Array.isArray(blocks)) report.add('/view/blocks', 'must be an array');
  const lines = [...report.errors, ...checkBlocks(list(blocks), { surface: type, canShow }, '/view/blocks')];
  if (lines.length > 0) return { ok: false, error: 'invalid_arguments', lines };
  return { ok: true, content: contentOf(given, type) };
}

function contentOf(given: JsonObject, type: 'modal' | 'home'): ViewContent {
  return {
    type,
    title: plainText(given.title),
    submit: plainText(given.submit),
    close: plainText(given.close),
    blocks: fillBlocks(list(given.blocks)),
    privateMetadata: text(given.private_metadata),
    callbackId: text(given.callback_id),
    externalId: text(given.external_id),
    clearOnClose: given.clear_on_close === true,
    notifyOnClose: given.notify_on_close === true,
  };
}

function plainText(given: Json | undefined): JsonObject | null {
  return isObject(given) ? { emoji: true, ...given } : null;
}
