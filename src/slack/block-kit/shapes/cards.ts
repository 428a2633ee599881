import { NOTHING } from '../blank.js';
import { list, may, must, object } from './composites.js';
import { button, picture } from './elements.js';
import { richText } from './rich-text.js';
import type { JsonObject, Place, Shape } from './shape.js';
import { anyText } from './texts.js';
import { anyUrl, choice, exact, line } from './values.js';

export const CARD = {
  title: may(anyText(150)),
  subtitle: may(anyText(150)),
  body: may(anyText(200)),
  subtext: may(anyText(200)),
  hero_image: may(picture),
  icon: may(picture),
  actions: may(list(button, { most: 3, more: 'button' })),
};

/** A card of nothing but small print is none. */
export function cardHasBody(fitted: JsonObject, place: Place): JsonObject | undefined {
  const shown = ['hero_image', 'title', 'actions', 'body'].some((name) => fitted[name] !== undefined);
  return shown ? fitted : place.lose('must define one of `hero_image`, `title`, `actions` or `body`');
}

const STATUSES = ['in_progress', 'complete', 'error'];
const source = object({
  type: must(choice('url')),
  url: must(anyUrl),
  text: must(line(3_000), NOTHING),
});

const task = (...statuses: string[]) => ({
  task_id: must(exact(255)),
  // How long it may be is not documented.
  title: must(line(256), NOTHING),
  status: must(choice(...statuses), 'in_progress'),
  details: may(richText),
  output: may(richText),
  sources: may(list(source, { least: 0, most: 100, more: 'source' })),
});

/** One that stands alone can't be `pending`. */
export const TASK_CARD = task(...STATUSES);

export const plan = (blockId: Shape) => ({
  title: must(line(256), NOTHING),
  tasks: may(
    list(
      object({
        type: may(choice('task_card')),
        block_id: may(blockId),
        ...task('pending', ...STATUSES),
      }),
      { least: 0, most: 50, more: 'task' },
    ),
  ),
});

export const carousel = (blockId: Shape) => ({
  elements: must(
    list(object({ type: must(choice('card')), block_id: may(blockId), ...CARD }, cardHasBody), {
      most: 10,
      more: 'card',
    }),
  ),
});
