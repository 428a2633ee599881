import type { Json, JsonObject } from '../json.js';
import { isObject } from '../json.js';
import {
  CARD_PROPERTIES,
  checkCard,
  checkCarousel,
  checkPlan,
  checkTaskCard,
  TASK_PROPERTIES,
} from './check-cards.js';
import { checkChart } from './check-chart.js';
import {
  ACTION_ELEMENTS,
  checkElement,
  checkImageSource,
  INPUT_ELEMENTS,
  SECTION_ACCESSORIES,
} from './check-elements.js';
import { ANY_TEXT, CheckReport, type CheckContext, type Surface } from './check-report.js';
import { checkRichText } from './check-rich-text.js';
import { checkDataTable, checkTable } from './check-tables.js';

export type { CheckContext, Surface } from './check-report.js';

export const MAX_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };
const MARKDOWN_CHARACTERS = 12_000;

interface BlockRule {
  /** Surfaces that take the block, by their first letters: M, O (modal), H. */
  on: string;
  /** Its properties besides `type` and `block_id`. */
  has: readonly string[];
  check(report: CheckReport, block: JsonObject, at: string): void;
}

/** Every block of facts, section 7. */
const RULES: Record<string, BlockRule> = {
  section: { on: 'MOH', has: ['text', 'fields', 'accessory', 'expand'], check: checkSection },
  header: {
    on: 'MOH',
    has: ['text', 'level'],
    check(report, block, at) {
      report.textObject(block, 'text', at, { max: 150, required: true });
      report.integer(block, 'level', at, 1, 4);
    },
  },
  context: {
    on: 'MOH',
    has: ['elements'],
    check: (report, block, at) =>
      report.items(block, 'elements', at, { max: 10, required: true }, (element, elementAt) => {
        if (isObject(element) && element.type === 'image')
          checkElement(report, element, elementAt, ['image']);
        else report.textValue(element, elementAt, 3000, ANY_TEXT);
      }),
  },
  actions: {
    on: 'MOH',
    has: ['elements'],
    check: (report, block, at) => checkInteractive(report, block, at, 25, ACTION_ELEMENTS),
  },
  context_actions: {
    on: 'M',
    has: ['elements'],
    check: (report, block, at) => checkInteractive(report, block, at, 5, ['feedback_buttons', 'icon_button']),
  },
  divider: { on: 'MOH', has: [], check() {} },
  file: {
    on: 'M',
    has: ['external_id', 'source'],
    check(report, block, at) {
      report.string(block, 'external_id', at, { max: 255, required: true });
      report.field(block, 'source', at, true);
      report.oneOf(block, 'source', at, ['remote']);
    },
  },
  image: {
    on: 'MOH',
    has: ['alt_text', 'title', 'image_url', 'slack_file'],
    check(report, block, at) {
      checkImageSource(report, block, at);
      report.textObject(block, 'title', at, { max: 2000 });
    },
  },
  input: {
    on: 'MOH',
    has: ['label', 'hint', 'optional', 'element', 'dispatch_action'],
    check(report, block, at) {
      report.textObject(block, 'label', at, { max: 2000, required: true });
      report.textObject(block, 'hint', at, { max: 2000 });
      report.boolean(block, 'optional', at);
      report.boolean(block, 'dispatch_action', at);
      const element = report.field(block, 'element', at, true);
      if (element !== undefined) checkElement(report, element, `${at}/element`, INPUT_ELEMENTS, true);
      if (isObject(element) && element.type === 'file_input' && block.dispatch_action === true) {
        report.add(`${at}/dispatch_action`, 'not allowed with file_input');
      }
    },
  },
  rich_text: { on: 'MOH', has: ['elements'], check: checkRichText },
  markdown: {
    on: 'M',
    has: ['text'],
    check(report, block, at) {
      report.field(block, 'text', at, true);
      report.string(block, 'text', at, { max: Infinity });
      report.totals.markdown += typeof block.text === 'string' ? block.text.length : 0;
      if (report.totals.markdown > MARKDOWN_CHARACTERS) {
        report.add(`${at}/text`, `must be less than ${MARKDOWN_CHARACTERS + 1} characters`);
      }
    },
  },
  video: {
    on: 'MOH',
    has: [
      'video_url',
      'thumbnail_url',
      'alt_text',
      'title',
      'title_url',
      'author_name',
      'provider_name',
      'provider_icon_url',
      'description',
    ],
    check(report, block, at) {
      for (const name of ['video_url', 'thumbnail_url', 'alt_text']) {
        report.string(block, name, at, { max: 3000, required: true });
      }
      report.textObject(block, 'title', at, { max: 199, required: true });
      report.textObject(block, 'description', at, { max: 199 });
      report.string(block, 'author_name', at, { max: 49 });
    },
  },
  table: { on: 'MH', has: ['rows', 'column_settings'], check: checkTable },
  data_table: {
    on: 'MH',
    has: ['rows', 'caption', 'page_size', 'row_header_column_index'],
    check: checkDataTable,
  },
  // One capture has it on the home tab too; the docs say messages (facts, section 7: unverified).
  data_visualization: { on: 'M', has: ['title', 'chart'], check: checkChart },
  alert: {
    on: 'O',
    has: ['text', 'level'],
    check(report, block, at) {
      report.textObject(block, 'text', at, { max: 200, kinds: ANY_TEXT, required: true });
      report.oneOf(block, 'level', at, ['default', 'info', 'warning', 'error', 'success']);
    },
  },
  card: { on: 'MOH', has: CARD_PROPERTIES, check: checkCard },
  carousel: { on: 'MH', has: ['elements'], check: checkCarousel },
  container: {
    on: 'MH',
    has: [
      'title',
      'rich_text_title',
      'subtitle',
      'child_blocks',
      'width',
      'icon',
      'is_collapsible',
      'default_collapsed',
      'has_header_divider',
    ],
    check: checkContainer,
  },
  plan: { on: 'M', has: ['title', 'tasks'], check: checkPlan },
  task_card: { on: 'M', has: TASK_PROPERTIES, check: checkTaskCard },
};

export const BLOCK_TYPES = Object.keys(RULES);

const LETTER: Record<Surface, string> = { message: 'M', modal: 'O', home: 'H' };
const CONTAINED = [
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];

/**
 * What Slack would refuse about these blocks (limits: facts, section 7; wording: section 6), as the lines of the
 * `errors` field of its `invalid_blocks` answer; empty if nothing. `root` is the JSON pointer of the list.
 */
export function checkBlocks(
  blocks: Json[],
  where: Surface | CheckContext = 'message',
  root = '/blocks',
): string[] {
  const report = new CheckReport(typeof where === 'string' ? { surface: where } : where);
  const max = MAX_BLOCKS[report.context.surface];
  if (blocks.length > max) report.add(root, `no more than ${max} items allowed`);
  blocks.forEach((block, index) => checkBlock(report, block, `${root}/${index}`, Object.keys(RULES)));
  return report.errors;
}

function checkBlock(report: CheckReport, block: Json, at: string, allowed: readonly string[]): void {
  if (!isObject(block)) return report.add(at, 'must provide an object');
  const type = report.field(block, 'type', at, true);
  if (type === undefined) return;
  report.string(block, 'block_id', at, { max: 255 });
  if (typeof block.block_id === 'string') {
    if (report.blockIds.has(block.block_id)) report.add(`${at}/block_id`, 'block_id already exists');
    report.blockIds.add(block.block_id);
  }
  const rule = typeof type === 'string' && allowed.includes(type) ? RULES[type] : undefined;
  if (!rule?.on.includes(LETTER[report.context.surface])) {
    return report.add(`${at}/type`, `unsupported type: ${typeof type === 'string' ? type : typeof type}`);
  }
  report.known(block, at, ['type', 'block_id', ...rule.has]);
  rule.check(report, block, at);
}

function checkSection(report: CheckReport, block: JsonObject, at: string): void {
  if (block.text == null && block.fields == null) {
    report.add(`${at}/type`, 'must define either `text` or `fields`');
  }
  report.textObject(block, 'text', at, { max: 3000, kinds: ANY_TEXT });
  report.items(block, 'fields', at, { max: 10 }, (field, fieldAt) =>
    report.textValue(field, fieldAt, 2000, ANY_TEXT),
  );
  report.boolean(block, 'expand', at);
  if (block.accessory !== undefined) {
    checkElement(report, block.accessory, `${at}/accessory`, SECTION_ACCESSORIES);
  }
}

/** Elements one by one, and no action_id twice in a block. */
function checkInteractive(
  report: CheckReport,
  block: JsonObject,
  at: string,
  max: number,
  allowed: readonly string[],
): void {
  const seen = new Set<string>();
  report.items(block, 'elements', at, { max, required: true }, (element, elementAt) => {
    checkElement(report, element, elementAt, allowed);
    const id = isObject(element) && typeof element.action_id === 'string' ? element.action_id : undefined;
    if (id !== undefined && seen.has(id)) report.add(`${elementAt}/action_id`, 'action_id already exists');
    if (id !== undefined) seen.add(id);
  });
}

function checkContainer(report: CheckReport, block: JsonObject, at: string): void {
  report.textObject(block, 'title', at, { max: 150, required: block.rich_text_title === undefined });
  report.textObject(block, 'subtitle', at, { max: 150, kinds: ANY_TEXT });
  report.object(block, 'rich_text_title', at, false, (value, valueAt) =>
    checkRichText(report, value, valueAt),
  );
  report.oneOf(block, 'width', at, ['narrow', 'standard', 'wide', 'full']);
  for (const name of ['is_collapsible', 'default_collapsed', 'has_header_divider']) {
    report.boolean(block, name, at);
  }
  if (block.icon !== undefined) checkElement(report, block.icon, `${at}/icon`, ['image']);
  report.items(block, 'child_blocks', at, { max: 10, required: true }, (child, childAt) =>
    checkBlock(report, child, childAt, CONTAINED),
  );
}
