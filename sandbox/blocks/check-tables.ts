import { isObject, list, text, type Json, type JsonObject } from '../json.js';
import type { CheckReport } from './check-report.js';
import { checkRichText, richTextLength } from './check-rich-text.js';

const TABLE_CHARACTERS = 10_000;
const DATA_TABLE_CHARACTERS = 20_000;

/** `table`: at most 100 rows of 20 cells, 10,000 characters over all tables of a message (facts, section 7). */
export function checkTable(report: CheckReport, block: JsonObject, at: string): void {
  report.items(block, 'rows', at, { max: 100, required: true }, (row, rowAt) =>
    checkRow(report, row, rowAt, 20),
  );
  report.items(block, 'column_settings', at, { min: 0, max: 20 }, (column, columnAt) => {
    // A column left alone is null (docs.slack.dev, table block).
    if (column === null) return;
    if (!isObject(column)) return report.add(columnAt, 'must provide an object');
    report.known(column, columnAt, ['align', 'is_wrapped']);
    report.oneOf(column, 'align', columnAt, ['left', 'center', 'right']);
    report.boolean(column, 'is_wrapped', columnAt);
  });
  report.totals.table += characters(block);
  if (report.totals.table > TABLE_CHARACTERS) {
    report.add(`${at}/rows`, `must be less than ${TABLE_CHARACTERS + 1} characters`);
  }
}

/** `data_table`: a header and at most 200 rows, 1 to 20 columns, 20,000 characters. */
export function checkDataTable(report: CheckReport, block: JsonObject, at: string): void {
  // The caption's length is not documented; 2,000 as for other titles is unverified.
  report.string(block, 'caption', at, { max: 2000, required: true });
  const columns = list(list(block.rows)[0]).length;
  report.items(block, 'rows', at, { max: 201, required: true }, (row, rowAt) => {
    checkRow(report, row, rowAt, 20);
    if (Array.isArray(row) && row.length !== columns) report.add(rowAt, `must have ${columns} items`);
  });
  report.integer(block, 'page_size', at, 1, 100);
  report.integer(block, 'row_header_column_index', at, 0, 19);
  if (characters(block) > DATA_TABLE_CHARACTERS) {
    report.add(`${at}/rows`, `must be less than ${DATA_TABLE_CHARACTERS + 1} characters`);
  }
}

function checkRow(report: CheckReport, row: Json, at: string, max: number): void {
  if (!Array.isArray(row)) return report.add(at, 'must be an array');
  if (row.length < 1) report.add(at, 'no fewer than 1 items allowed');
  if (row.length > max) report.add(at, `no more than ${max} items allowed`);
  row.forEach((cell, index) => {
    const cellAt = `${at}/${index}`;
    if (!isObject(cell)) return report.add(cellAt, 'must provide an object');
    if (cell.type === 'rich_text') return checkRichText(report, cell, cellAt);
    if (cell.type !== 'raw_text' && cell.type !== 'raw_number') {
      return report.add(`${cellAt}/type`, `unsupported type: ${text(cell.type) || typeof cell.type}`);
    }
    report.string(cell, 'text', cellAt, { max: TABLE_CHARACTERS, required: cell.type === 'raw_text' });
    if (cell.type === 'raw_number' && typeof cell.value !== 'number') {
      report.add(`${cellAt}/value`, 'must be a number');
    }
  });
}

function characters(block: JsonObject): number {
  return list(block.rows).reduce<number>((sum, row) => sum + richTextLength(row), 0);
}
