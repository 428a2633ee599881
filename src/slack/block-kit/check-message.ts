import type { Fault } from '../../platform/errors/app-error.js';
import { LIMITS } from './limits.js';
import { type Room } from './shapes/block-list.js';
import { examine } from './shapes/message.js';

export const WHOLE_ROOM: Room = { blocks: LIMITS.blocks, text: LIMITS.blocksText };

/**
 * What Slack would refuse about a message, before it is asked; nothing where it would take it. Stricter than Slack where
 * its documentation is silent, or where Slack shows less than was meant.
 *
 * @example
 * checkMessage({ text: 'x', blocks: [{ type: 'header', text: { type: 'plain_text', text: '' } }] })
 * // [{ pointer: '/blocks/0/text/text', detail: 'must not be blank' }, …]
 */
export const checkMessage = (message: unknown): Fault[] => examine(message, WHOLE_ROOM).all.faults;
