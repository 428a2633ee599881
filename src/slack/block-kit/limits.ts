/**
 * What Slack takes (docs.slack.dev/reference/block-kit; our facts sheet, sections 6 and 7). Lengths are in UTF-16 units:
 * never fewer than code points, so that what fits here fits whichever of the two Slack counts.
 */
export const LIMITS = {
  blocks: 50,
  headerText: 150,
  sectionText: 3_000,
  fieldText: 2_000,
  fields: 10,
  contextElements: 10,
  buttonText: 75,
  buttonValue: 2_000,
  actionElements: 25,
  altText: 2_000,
  /** chat.update refuses more; chat.postMessage advises against it. */
  messageText: 4_000,
  attachments: 100,
  id: 255,
  url: 3_000,
  /** Of all the markdown blocks of a message together. */
  markdown: 12_000,
  /** Of all the tables of a message together. */
  tableText: 10_000,
  dataTableText: 20_000,
  charts: 2,
  /** Of all texts in blocks together. Slack names no number; apps met `msg_blocks_too_long` above 13,200 (bolt-js #2509). */
  blocksText: 13_000,
  /** Of the metadata's JSON. Slack has the error and names no number; ours needs a hundred. */
  metadata: 8_000,
} as const;
