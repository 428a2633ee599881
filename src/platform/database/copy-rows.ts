/** 11 bytes that say what it is, flags and the length of an extension: none. */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** Of the frontend's messages CopyData and CopyDone. */
const COPY_DATA = 0x64;
const COPY_DONE = 0x63;
const HEADER_BYTES = 5;
const NULL = -1;
const LAST = -1;
const DAY_MS = 24 * 60 * 60 * 1_000;
const FIRST_DAY = Date.UTC(2000, 0, 1) / DAY_MS;

/**
 * Rows as COPY's binary format wants them: as messages ready to be sent. It spares us the escaping, and PostgreSQL the
 * reading, of texts.
 * @see https://www.postgresql.org/docs/current/sql-copy.html (Binary Format)
 *
 * @example
 * const rows = new CopyRows(2, 1_000);
 * for (const { id, day } of things) rows.row().text(id).date(day);
 * await copyIn(dataSource, 2_000, [{ into: 'thing (id, day)', rows }]);
 */
export class CopyRows {
  private buffer: Buffer;
  private end = HEADER_BYTES;
  private lastDay = { text: '', number: NaN };

  /** @param size a guess, in bytes; it grows where it must */
  constructor(
    private readonly columns: number,
    size: number,
  ) {
    this.buffer = Buffer.allocUnsafe(Math.max(size, 256));
    this.end += SIGNATURE.copy(this.buffer, this.end);
  }

  /** Begins a row; then come its columns, in their order. */
  row(): this {
    this.room(2);
    this.int16(this.columns);
    return this;
  }

  text(value: string | null): this {
    if (value === null) return this.null();
    this.room(4 + value.length * 3);
    const size = this.write(value, this.end + 4);
    this.int32(size);
    this.end += size;
    return this;
  }

  /** A text that is UTF-8 already. */
  utf8(bytes: Buffer): this {
    this.room(4 + bytes.length);
    this.int32(bytes.length);
    this.buffer.set(bytes, this.end);
    this.end += bytes.length;
    return this;
  }

  smallint(value: number | null): this {
    if (value === null) return this.null();
    this.room(6);
    this.int32(2);
    this.int16(value);
    return this;
  }

  /** @param day `2026-11-23` */
  date(day: string): this {
    this.room(8);
    this.int32(4);
    if (day !== this.lastDay.text) this.lastDay = { text: day, number: Date.parse(day) / DAY_MS - FIRST_DAY };
    this.int32(this.lastDay.number);
    return this;
  }

  get isEmpty(): boolean {
    return this.end === HEADER_BYTES + SIGNATURE.length;
  }

  /** All of it, to be sent after the COPY. Nothing can be added then. */
  messages(): Buffer {
    this.room(2 + HEADER_BYTES);
    this.int16(LAST);
    const length = this.end;
    this.buffer[this.end] = COPY_DONE;
    this.end += 1;
    this.int32(4);
    this.buffer[0] = COPY_DATA;
    // Without the byte that says what it is.
    this.buffer.writeInt32BE(length - 1, 1);
    return this.buffer.subarray(0, this.end);
  }

  private null(): this {
    this.room(4);
    this.int32(NULL);
    return this;
  }

  /** @returns how many bytes it takes */
  private write(value: string, from: number): number {
    const { buffer } = this;
    // Names and ids: a loop is done before the call of a function outside of JavaScript has begun.
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return buffer.write(value, from, 'utf8');
      buffer[from + index] = code;
    }
    return value.length;
  }

  private int16(value: number) {
    this.end = this.buffer.writeInt16BE(value, this.end);
  }

  private int32(value: number) {
    this.end = this.buffer.writeInt32BE(value, this.end);
  }

  private room(bytes: number) {
    if (this.end + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.end + bytes));
    this.buffer.copy(larger, 0, 0, this.end);
    this.buffer = larger;
  }
}
