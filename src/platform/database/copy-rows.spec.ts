import { CopyRows } from './copy-rows.js';

/** What follows the signature, up to the trailer. */
const rowsOf = (messages: Buffer) => messages.subarray(5 + 19, -7);

describe('Rows for COPY', () => {
  it('are one message of data and one that says that it was all', () => {
    const messages = new CopyRows(1, 0).row().text('a').messages();
    expect(messages.toString('latin1', 0, 1)).toBe('d');
    const length = messages.readInt32BE(1);
    expect(messages.subarray(1 + length)).toEqual(Buffer.from('c\0\0\0\x04', 'latin1'));
    expect(messages.toString('latin1', 5, 16)).toBe('PGCOPY\n\xff\r\n\0');
    expect(messages.readInt16BE(1 + length - 2)).toBe(-1);
  });

  it('say how many columns they have, and how long each is', () => {
    const messages = new CopyRows(2, 0).row().text('ab').smallint(3).messages();
    expect([...rowsOf(messages)]).toEqual([0, 2, 0, 0, 0, 2, 97, 98, 0, 0, 0, 2, 0, 3]);
  });

  it('count days from 2000', () => {
    const messages = new CopyRows(1, 0).row().date('2000-01-02').row().date('1999-12-31').messages();
    expect([...rowsOf(messages)]).toEqual([
      0, 1, 0, 0, 0, 4, 0, 0, 0, 1, 0, 1, 0, 0, 0, 4, 255, 255, 255, 255,
    ]);
  });

  it('have texts in UTF-8', () => {
    const messages = new CopyRows(2, 0).row().text('naïve 🦉').utf8(Buffer.from('Ü')).messages();
    const owl = Buffer.from('naïve 🦉');
    expect(rowsOf(messages)).toEqual(
      Buffer.concat([Buffer.from([0, 2, 0, 0, 0, owl.length]), owl, Buffer.from([0, 0, 0, 2, 195, 156])]),
    );
  });

  it('have nothing where a column is null', () => {
    const messages = new CopyRows(2, 0).row().text(null).smallint(null).messages();
    expect([...rowsOf(messages)]).toEqual([0, 2, 255, 255, 255, 255, 255, 255, 255, 255]);
  });

  it('know whether there are any', () => {
    const rows = new CopyRows(1, 0);
    expect(rows.isEmpty).toBe(true);
    expect(rows.row().text('a').isEmpty).toBe(false);
  });
});
