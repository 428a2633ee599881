import { presentFile } from '../files/present-file.js';
import type { StoredFile } from '../files/stored-file.js';
import { shareFiles } from '../files/share-files.js';
import { isObject, text, type Json } from '../json.js';
import type { Channel } from '../workspace/model.js';
import { ApiError, invalidArguments, type ApiCall } from './api-call.js';
import { readBlocks } from './message-arguments.js';
import { postingRefusal } from '../workspace/posting-rules.js';
import type { MethodTable } from './method.js';

const MAX_SNIPPET_BYTES = 1024 * 1024;
const MAX_ALT_TEXT = 1000;
const MAX_CHANNELS = 100;
/** Slack has some hundred of these; a form that none of them has is refused. */
const SNIPPET_TYPE = /^[a-z][a-z0-9_+#-]*$/;

/** Uploading in three steps (facts, section 17). */
export const fileMethods: MethodTable = {
  'files.getUploadURLExternal': {
    tier: 4,
    scopes: ['files:write'],
    run(call) {
      const name = call.required('filename');
      const length = Number(call.string('length'));
      if (!Number.isInteger(length) || length < 1) throw new ApiError('missing_argument');
      const snippetType = call.string('snippet_type');
      if (snippetType !== '' && !SNIPPET_TYPE.test(snippetType)) throw new ApiError('unknown_snippet_type');
      if (snippetType !== '' && length > MAX_SNIPPET_BYTES) throw new ApiError('snippet_too_large');
      const altText = call.string('alt_txt');
      if (altText.length > MAX_ALT_TEXT) throw new ApiError('alt_txt_too_large');
      const { app, installation, token } = call.caller;
      const { file, ticket } = call.slack.files.announce({
        teamId: installation.teamId,
        appId: app.id,
        userId: token.userId,
        name,
        size: length,
        altText,
        snippetType,
      });
      return { upload_url: `${call.slack.publicUrl}/upload/v1/${ticket}`, file_id: file.id };
    },
  },
  'files.completeUploadExternal': {
    tier: 4,
    scopes: ['files:write'],
    run(call) {
      const files = readFiles(call);
      const channels = readChannels(call);
      const blocks = call.string('initial_comment') === '' ? readBlocks(call) : undefined;
      // Python's clients met internal_error here, not a refusal of the block (facts, section 17).
      if (blocks?.some((block) => isObject(block) && block.type === 'markdown')) {
        throw new ApiError('internal_error');
      }
      const threadTs = call.string('thread_ts');
      const thread = threadTs === '' ? undefined : threadTs;
      for (const { file, title } of files) if (title !== '') file.title = title;
      shareFiles(call.slack, call.caller.installation, {
        files: files.map(({ file }) => file),
        channels,
        text: call.string('initial_comment'),
        blocks,
        threadTs: channels.length === 1 && thread && channels[0].byTs.has(thread) ? thread : undefined,
        userId: call.caller.token.userId,
      });
      return { files: files.map(({ file }) => presentFile(file, call.caller.team, call.slack.publicUrl)) };
    },
  },
  'files.info': {
    tier: 4,
    scopes: ['files:read'],
    run(call) {
      const file = call.slack.files.find(call.required('file'));
      const gone = !file || file.teamId !== call.caller.installation.teamId || file.stage === 'announced';
      if (gone || file.stage === 'uploaded') throw new ApiError('file_not_found');
      return {
        file: presentFile(file, call.caller.team, call.slack.publicUrl),
        comments: [],
        response_metadata: { next_cursor: '' },
      };
    },
  },
};

function readFiles(call: ApiCall): { file: StoredFile; title: string }[] {
  const given = call.json('files');
  if (!Array.isArray(given) || given.length === 0) throw invalidArguments(['missing required field: files']);
  return given.map((item: Json) => {
    const file = isObject(item) ? call.slack.files.find(text(item.id)) : undefined;
    if (!isObject(item) || file?.teamId !== call.caller.installation.teamId)
      throw new ApiError('file_not_found');
    if (file.userId !== call.caller.token.userId) throw new ApiError('access_denied');
    // Without bytes, or completed already: once only (facts, section 17).
    if (file.stage !== 'uploaded') throw new ApiError('file_update_failed');
    return { file, title: text(item.title) };
  });
}

function readChannels(call: ApiCall): Channel[] {
  const one = call.string('channel_id');
  if (one !== '' && !/^[CGDZ][A-Z0-9]{8,}$/.test(one)) {
    throw invalidArguments(['must match pattern `^[CGDZ][A-Z0-9]{8,}$` [json-pointer:/channel_id]']);
  }
  const many = call
    .string('channels')
    .split(',')
    .filter((id) => id !== '');
  if (many.length > MAX_CHANNELS) throw new ApiError('channels_limit_exceeded');
  const { world } = call.slack;
  const { token, team } = call.caller;
  return [...new Set([...(one === '' ? [] : [one]), ...many])].map((id) => {
    const person = /^[UW]/.test(id) ? world.user(team.id, id) : undefined;
    if (person) return world.directChannel(team.id, [token.userId, person.id]).channel;
    const channel = call.channel(id);
    // chat:write.public does not spare the membership (facts, section 17).
    if (!channel.members.has(token.userId)) throw new ApiError('not_in_channel');
    if (postingRefusal(channel, call.string('thread_ts') || undefined))
      throw new ApiError('posting_to_channel_denied');
    return channel;
  });
}
