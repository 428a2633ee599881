import { isObject, list, type Json } from '../json.js';
import { checkBlocks, type CheckContext } from './check-blocks.js';

const MAX_ATTACHMENTS = 100;

export interface AttachmentsProblem {
  error: 'invalid_attachments' | 'too_many_attachments' | 'invalid_blocks';
  /** Of `invalid_blocks`, its lines. */
  errors?: string[];
}

/**
 * What Slack would refuse about a message's attachments, by whatever way they come: a list of at most a hundred objects
 * (facts, section 6), whose blocks are checked as the message's. That a list with anything else in it is
 * `invalid_attachments` is *unverified*.
 */
export function attachmentsProblem(
  attachments: Json | undefined,
  context: CheckContext,
): AttachmentsProblem | undefined {
  if (attachments === undefined) return undefined;
  if (!Array.isArray(attachments) || !attachments.every(isObject)) return { error: 'invalid_attachments' };
  if (attachments.length > MAX_ATTACHMENTS) return { error: 'too_many_attachments' };
  const errors = attachments.flatMap(({ blocks }, index) => {
    const at = `/attachments/${index}/blocks`;
    if (blocks != null && !Array.isArray(blocks)) return [`must be an array [json-pointer:${at}]`];
    return checkBlocks(list(blocks), context, at);
  });
  return errors.length > 0 ? { error: 'invalid_blocks', errors } : undefined;
}
