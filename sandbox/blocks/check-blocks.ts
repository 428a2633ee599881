import type { Json, JsonObject } from '../json.js';
import { isObject } from '../json.js';
import { ACTION_ELEMENTS, checkElement, checkImageSource, SECTION_ACCESSORIES } from './check-elements.js';
import { ANY_TEXT, CheckReport } from './check-report.js';

export type Surface = 'message' | 'modal' | 'home';

export const MAX_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

type BlockCheck = (report: CheckReport, block: JsonObject, at: string) => void;

const RICH_TEXT_ELEMENTS = ['section', 'list', 'quote', 'preformatted'].map((kind) => `rich_text_${kind}`);
const INPUT_ELEMENTS = [
  ...ACTION_ELEMENTS.filter((type) => !['button', 'overflow', 'workflow_button'].includes(type)),
  ...['plain_text', 'rich_text', 'number', 'email_text', 'url_text', 'file'].map((kind) =>
    kind === 'file' ? 'file_input' : kind === 'number' ? 'number_input' : `${kind}_input`,
  ),
];

const CHECKS: Record<string, BlockCheck> = {
  section(report, block, at) {
    if (block.text === undefined && block.fields === undefined) {
      report.add(`${at}/type`, 'must define either `text` or `fields`');
    }
    report.textObject(block, 'text', at, { max: 3000, kinds: ANY_TEXT });
    report.items(block, 'fields', at, { max: 10 }, (field, fieldAt) =>
      report.textValue(field, fieldAt, 2000, ANY_TEXT),
    );
    if (block.accessory !== undefined) {
      checkElement(report, block.accessory, `${at}/accessory`, SECTION_ACCESSORIES);
    }
  },
  header(report, block, at) {
    report.textObject(block, 'text', at, { max: 150, required: true });
  },
  context(report, block, at) {
    report.items(block, 'elements', at, { max: 10, required: true }, (element, elementAt) => {
      if (isObject(element) && element.type === 'image')
        return checkElement(report, element, elementAt, ['image']);
      report.textValue(element, elementAt, 3000, ANY_TEXT);
    });
  },
  actions(report, block, at) {
    const seen = new Set<string>();
    report.items(block, 'elements', at, { max: 25, required: true }, (element, elementAt) => {
      checkElement(report, element, elementAt, ACTION_ELEMENTS);
      const id = isObject(element) && typeof element.action_id === 'string' ? element.action_id : undefined;
      if (id !== undefined && seen.has(id)) report.add(`${elementAt}/action_id`, 'action_id already exists');
      if (id !== undefined) seen.add(id);
    });
  },
  divider() {},
  image(report, block, at) {
    checkImageSource(report, block, at);
    report.textObject(block, 'title', at, { max: 2000 });
  },
  input(report, block, at) {
    report.textObject(block, 'label', at, { max: 2000, required: true });
    report.textObject(block, 'hint', at, { max: 2000 });
    const element = report.field(block, 'element', at, true);
    if (element !== undefined) checkElement(report, element, `${at}/element`, INPUT_ELEMENTS);
  },
  rich_text(report, block, at) {
    report.items(block, 'elements', at, { max: Infinity, required: true }, (element, elementAt) => {
      if (!isObject(element)) return report.add(elementAt, 'must provide an object');
      if (typeof element.type !== 'string' || !RICH_TEXT_ELEMENTS.includes(element.type)) {
        return report.add(`${elementAt}/type`, `unsupported type: ${JSON.stringify(element.type ?? null)}`);
      }
      report.items(element, 'elements', elementAt, { min: 0, max: Infinity, required: true }, () => {});
      const indent = element.indent;
      if (element.type === 'rich_text_list' && typeof indent === 'number' && (indent < 0 || indent > 8)) {
        report.add(`${elementAt}/indent`, 'must be less than 9');
      }
    });
  },
  markdown(report, block, at) {
    report.string(block, 'text', at, { max: 12_000, required: true });
  },
};

/** Kinds that Slack takes in messages and that are only passed through here. */
const PASSED_THROUGH = ['video', 'table', 'data_table', 'data_visualization', 'context_actions', 'card'];
const ALSO_PASSED = ['carousel', 'container', 'plan', 'task_card', 'file', 'alert'];

/**
 * What Slack would refuse about these blocks (limits: facts, section 7; wording: section 6), as the lines of the
 * `errors` field of its `invalid_blocks` answer; empty if nothing. `root` is the JSON pointer of the list.
 */
export function checkBlocks(blocks: Json[], surface: Surface = 'message', root = '/blocks'): string[] {
  const report = new CheckReport();
  const max = MAX_BLOCKS[surface];
  if (blocks.length > max) report.add(root, `no more than ${max} items allowed`);
  const seen = new Set<string>();
  blocks.forEach((block, index) => {
    const at = `${root}/${index}`;
    if (!isObject(block)) return report.add(at, 'must provide an object');
    const type = report.field(block, 'type', at, true);
    if (type === undefined) return;
    report.string(block, 'block_id', at, { max: 255 });
    if (typeof block.block_id === 'string') {
      if (seen.has(block.block_id)) report.add(`${at}/block_id`, 'block_id already exists');
      seen.add(block.block_id);
    }
    const check = typeof type === 'string' && Object.hasOwn(CHECKS, type) ? CHECKS[type] : undefined;
    if (check) return check(report, block, at);
    if (typeof type !== 'string' || ![...PASSED_THROUGH, ...ALSO_PASSED].includes(type)) {
      report.add(`${at}/type`, `unsupported type: ${typeof type === 'string' ? type : typeof type}`);
    }
  });
  return report.errors;
}
