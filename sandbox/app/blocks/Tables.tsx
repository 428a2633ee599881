import { useState } from 'preact/hooks';
import { isObject, list, objects, text, type Json, type JsonObject } from '../../json.js';
import { Icon } from '../kit/Icon.js';
import { Pieces } from '../text/TextObject.js';
import { parsePlain } from '../text/parse-mrkdwn.js';
import { RichText } from '../text/RichText.js';

const PAGE_SIZE = 5;

export function Table({ block }: { block: JsonObject }) {
  const [head, ...rows] = list(block.rows).map(objects);
  const settings = list(block.column_settings).map((one) => (isObject(one) ? one : {}));
  const look = (column: number) => ({
    class: settings[column]?.is_wrapped === true ? 'wrapped' : '',
    style: { textAlign: alignment(settings[column]?.align) },
  });
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col" {...look(column)}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} {...look(column)}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A table that is paged and sorted by a click on its headings. */
export function DataTable({ block }: { block: JsonObject }) {
  const [head, ...rows] = list(block.rows).map(objects);
  const [page, setPage] = useState(0);
  const [order, setOrder] = useState<{ column: number; down: boolean } | null>(null);
  const size = typeof block.page_size === 'number' ? block.page_size : PAGE_SIZE;
  const header = block.row_header_column_index;
  const sorted = order
    ? [...rows].sort((a, b) => compare(a[order.column], b[order.column], order.down))
    : rows;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = sorted.slice(page * size, (page + 1) * size);

  return (
    <div class="data-table">
      <div class="table-frame" tabIndex={0} role="group" aria-label={text(block.caption)}>
        <table>
          <caption>{text(block.caption)}</caption>
          <thead>
            <tr>
              {head.map((cell, column) => {
                const sort = order?.column === column ? (order.down ? 'descending' : 'ascending') : 'none';
                return (
                  <th key={column} scope="col" aria-sort={sort}>
                    <button
                      type="button"
                      class="link"
                      onClick={() => setOrder({ column, down: sort === 'ascending' })}
                    >
                      <Cell cell={cell} />{' '}
                      {sort !== 'none' && <span aria-hidden="true">{sort === 'ascending' ? '↑' : '↓'}</span>}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) =>
                  column === header ? (
                    <th key={column} scope="row">
                      <Cell cell={cell} />
                    </th>
                  ) : (
                    <td key={column} class={cell.type === 'raw_number' ? 'number' : ''}>
                      <Cell cell={cell} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div class="pages">
          <button
            type="button"
            class="quiet"
            aria-label="Previous page"
            disabled={page === 0}
            onClick={() => setPage(page - 1)}
          >
            <Icon name="left" />
          </button>
          <span aria-live="polite">
            {page + 1} of {pages}
          </span>
          <button
            type="button"
            class="quiet"
            aria-label="Next page"
            disabled={page + 1 >= pages}
            onClick={() => setPage(page + 1)}
          >
            <Icon name="right" />
          </button>
        </div>
      )}
    </div>
  );
}

function Cell({ cell }: { cell: JsonObject }) {
  if (cell.type === 'rich_text') return <RichText block={cell} />;
  if (cell.type === 'raw_number') return <>{text(cell.text) || Number(cell.value)}</>;
  return <Pieces pieces={parsePlain(text(cell.text))} />;
}

function alignment(align: Json | undefined): 'left' | 'center' | 'right' {
  return align === 'center' || align === 'right' ? align : 'left';
}

function compare(a: JsonObject, b: JsonObject, down: boolean): number {
  const [left, right] = [a, b].map((cell) => (typeof cell?.value === 'number' ? cell.value : words(cell)));
  const order =
    typeof left === 'number' && typeof right === 'number'
      ? left - right
      : String(left).localeCompare(String(right), undefined, { numeric: true });
  return down ? -order : order;
}

function words(value: Json | undefined): string {
  if (Array.isArray(value)) return value.map(words).join('');
  if (!isObject(value)) return '';
  return text(value.text) + words(value.elements);
}
