import { attachmentsProblem } from '../blocks/check-attachments.js';
import { checkBlocks, type CheckContext } from '../blocks/check-blocks.js';
import { list, objects, type Json, type JsonObject } from '../json.js';
import { parseTs } from '../workspace/ids.js';
import type { Channel } from '../workspace/model.js';
import type { Content } from '../workspace/content.js';
import { ApiError, type ApiCall } from './api-call.js';

const MAX_MARKDOWN = 12_000;
/** In characters of its JSON. Slack has the error and names no size (*unverified*). */
const MAX_METADATA = 16_000;

/** Slack's `invalid_blocks` answer: the lines, and the same lines marked `[ERROR]` (facts, section 6). */
export function invalidBlocks(errors: string[]): ApiError {
  return new ApiError('invalid_blocks', {
    errors,
    response_metadata: { messages: errors.map((line) => `[ERROR] ${line}`) },
  });
}

/** The `blocks` argument, checked; `undefined` where there is none. */
export function readBlocks(call: ApiCall): Json[] | undefined {
  if (!call.has('blocks') || call.args.blocks === '') return undefined;
  const blocks = call.json('blocks');
  if (!Array.isArray(blocks)) throw new ApiError('invalid_blocks_format');
  const errors = checkBlocks(blocks, messageContext(call));
  needVideo(call, blocks);
  if (errors.length > 0) throw invalidBlocks(errors);
  return blocks;
}

/** text, blocks, attachments, metadata and thread_ts of a message; `no_text` where there is nothing to show. */
export function readContent(call: ApiCall, channel: Channel): Content {
  const blocks = readBlocks(call);
  const attachments = readAttachments(call);
  const markdown = call.string('markdown_text');
  if (markdown !== '' && (call.string('text') !== '' || blocks)) {
    throw new ApiError('markdown_text_conflict');
  }
  if (markdown.length > MAX_MARKDOWN) throw new ApiError('msg_too_long');
  const text = markdown === '' ? call.string('text') : markdown;
  if (text === '' && (blocks ?? []).length === 0 && objects(attachments).length === 0) {
    throw new ApiError('no_text');
  }
  return {
    text,
    blocks,
    ...(attachments ? { attachments } : {}),
    metadata: readMetadata(call),
    threadTs: readThread(call, channel),
    broadcast: call.boolean('reply_broadcast'),
    identity: readIdentity(call),
    ...(call.caller.token.kind === 'user' ? { author: call.caller.token.userId } : {}),
  };
}

/** `undefined` where there are none; what is no JSON is refused, and never dropped without a word. */
function readAttachments(call: ApiCall): Json[] | undefined {
  if (!call.has('attachments') || call.args.attachments === '') return undefined;
  const attachments = call.json('attachments') ?? null;
  const problem = attachmentsProblem(attachments, messageContext(call));
  if (problem?.errors) throw invalidBlocks(problem.errors);
  if (problem) throw new ApiError(problem.error);
  return list(attachments);
}

function messageContext(call: ApiCall): CheckContext {
  const { installation } = call.caller;
  return { surface: 'message', canShow: (file) => call.slack.files.canShow(installation, file) };
}

/** Videos need a scope of their own (facts, section 7); that its lack is `missing_scope` is *unverified*. */
function needVideo(call: ApiCall, blocks: Json[]): void {
  if (objects(blocks).some(({ type }) => type === 'video')) call.need('links.embed:write');
}

function readMetadata(call: ApiCall): JsonObject | undefined {
  if (!call.has('metadata') || call.args.metadata === '') return undefined;
  const metadata = call.jsonObject('metadata');
  if (!metadata) throw new ApiError('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return metadata;
  if (typeof metadata.event_type !== 'string' || typeof metadata.event_payload !== 'object') {
    throw new ApiError('invalid_metadata_schema');
  }
  if (JSON.stringify(metadata).length > MAX_METADATA) throw new ApiError('metadata_too_large');
  return metadata;
}

/** A reply to a reply joins its parent's thread, as on Slack. */
function readThread(call: ApiCall, channel: Channel): string | undefined {
  const ts = call.string('thread_ts');
  if (ts === '') return undefined;
  if (parseTs(ts) === undefined) throw new ApiError('invalid_thread_ts');
  const parent = channel.byTs.get(ts);
  if (!parent || parent.ephemeralTo !== undefined) throw new ApiError('thread_not_found');
  return typeof parent.body.thread_ts === 'string' ? parent.body.thread_ts : ts;
}

function readIdentity(call: ApiCall): JsonObject | undefined {
  const username = call.string('username');
  const emoji = call.string('icon_emoji');
  const url = call.string('icon_url');
  if (username === '' && emoji === '' && url === '') return undefined;
  call.need('chat:write.customize');
  return {
    ...(username === '' ? {} : { username }),
    ...(emoji === '' && url === '' ? {} : { icons: emoji === '' ? { image_48: url } : { emoji } }),
  };
}
