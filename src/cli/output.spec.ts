import { print, table, when } from './output.js';

describe('a table', () => {
  it('has columns as wide as their widest cell, and no spaces at the ends of lines', () => {
    const rows = [
      { team: 'T0123456789', name: 'Acme' },
      { team: 'T1', name: 'A much longer name' },
    ];
    expect(table(rows, 'none').split('\n')).toEqual([
      'TEAM         NAME',
      'T0123456789  Acme',
      'T1           A much longer name',
    ]);
  });

  it('of no rows says so in words', () => {
    expect(table([], 'No workspace yet.')).toBe('No workspace yet.');
  });

  it('has the columns of its first row', () => {
    expect(table([{ a: '1', b: '2' }, { b: '3' }, { b: '4', c: '5' }], '').split('\n')).toEqual([
      'A  B',
      '1  2',
      '   3',
      '   4',
    ]);
  });

  it('lets no name break it, or speak to the terminal', () => {
    const rows = [{ name: 'a\nb\u001b[31mred\u0007' }];
    expect(table(rows, '')).toBe('NAME\na b [31mred');
  });
});

describe('what is printed', () => {
  const printed = (json: boolean | undefined) => {
    const lines: unknown[] = [];
    const original = console.log;
    console.log = (line) => lines.push(line);
    try {
      print(json, { a: 1 }, 'for people');
    } finally {
      console.log = original;
    }
    return lines;
  };

  it('is for people, or one JSON document and nothing else', () => {
    expect(printed(undefined)).toEqual(['for people']);
    expect(printed(false)).toEqual(['for people']);
    expect(printed(true)).toEqual(['{\n  "a": 1\n}']);
  });
});

describe('a time', () => {
  it('is shown to the second, in UTC', () => {
    expect(when(new Date('2026-11-23T06:00:00.123Z'))).toBe('2026-11-23T06:00:00Z');
    expect(when(null)).toBe('never');
  });
});
