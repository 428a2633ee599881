import { NOTHING } from '../blank.js';
import { LIMITS } from '../limits.js';
import { byType, list, may, must, object } from './composites.js';
import { richText, richTextLength } from './rich-text.js';
import { type Json, type JsonObject, type Place, type Shape, countLeft } from './shape.js';
import { choice, flag, integer, line, number, orNull } from './values.js';

const rawText = (text: string): Json => ({ type: 'raw_text', text });

/** A cell is never left out: those behind it would stand in another column. */
const cell: Shape = (value, place) => ANY_CELL(value, place) ?? rawText(NOTHING);
const ANY_CELL = byType({
  raw_text: object({ type: must(choice('raw_text')), text: must(line(LIMITS.tableText), NOTHING) }),
  raw_number: object({
    type: must(choice('raw_number')),
    value: must(number),
    text: may(line(LIMITS.tableText)),
  }),
  rich_text: richText,
});

const row = list(cell, { most: 20, more: (count) => rawText(countLeft(count)) });

interface Size {
  most: number;
  characters: (place: Place) => number;
  /** Every row has as many cells as the first. */
  square?: boolean;
}

/** The first rows that fit, and one that says how many more there were. */
const rows = ({ most, characters, square = false }: Size): Shape => {
  const all = list(row, { most });
  return (value, place) => {
    const fitted = all(value, place) as Json[][] | undefined;
    if (fitted === undefined) return undefined;
    const columns = fitted[0]?.length ?? 0;
    const even = square ? fitted.map((cells, index) => filled(cells, columns, place.in(index))) : fitted;
    const limit = characters(place);
    const within = richTextLength(even) <= limit ? even.length : rowsWithin(even, limit);
    if (within < even.length) place.lose(`must be less than ${limit + 1} characters`);
    if (within < 1) return undefined;
    const given = Array.isArray(value) ? value.length : 0;
    if (within === given || (within === even.length && given <= most)) return even.slice(0, within);
    const shown = Math.min(within, most - 1);
    const last = [rawText(countLeft(given - shown))];
    return [...even.slice(0, shown), square ? filled(last, columns) : last];
  };
};

/** Room is left for the row that says how many more there are, with a dash in each of its cells. */
function rowsWithin(all: Json[][], most: number): number {
  let left = most - 40;
  return all.findIndex((cells) => (left -= richTextLength(cells)) < 0);
}

function filled(cells: Json[], columns: number, place?: Place): Json[] {
  if (cells.length === columns) return cells;
  place?.fault(`must have ${columns} items`);
  return Array.from({ length: columns }, (_, column) => cells[column] ?? rawText(NOTHING));
}

/** At most 100 rows of 20 cells, and 10,000 characters over all the tables of a message. */
export const TABLE = {
  rows: must(rows({ most: 100, characters: ({ all }) => all.tableLeft })),
  // A column that is left as it is, is null.
  column_settings: may(
    list(orNull(object({ align: may(choice('left', 'center', 'right')), is_wrapped: may(flag) })), {
      least: 0,
      most: 20,
    }),
  ),
};

export function spendTable(fitted: JsonObject, place: Place): JsonObject {
  place.all.tableLeft -= richTextLength(fitted.rows);
  return fitted;
}

/** A header and at most 200 rows of 1 to 20 columns. */
export const DATA_TABLE = {
  // How long it may be is not documented.
  caption: must(line(2_000), NOTHING),
  rows: must(rows({ most: 201, characters: () => LIMITS.dataTableText, square: true })),
  page_size: may(integer(1, 100)),
  row_header_column_index: may(integer(0, 19)),
};
