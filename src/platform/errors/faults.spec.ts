import { faultsOf } from './faults.js';

describe('faults', () => {
  it('names each broken rule of each property', () => {
    const constraints = { isString: 'title must be a string', isNotEmpty: 'title should not be empty' };
    expect(faultsOf([{ property: 'title', constraints }])).toEqual([
      { pointer: '/title', detail: 'title must be a string' },
      { pointer: '/title', detail: 'title should not be empty' },
    ]);
  });

  it('points into lists and objects, a parent before its children', () => {
    const url = { property: 'url', constraints: { isUrl: 'url must be a URL' } };
    const children = [
      { property: '0', children: [url] },
      { property: '12', children: [url], constraints: { a: 'odd' } },
    ];
    expect(faultsOf([{ property: 'links', children }])).toEqual([
      { pointer: '/links/0/url', detail: 'url must be a URL' },
      { pointer: '/links/12', detail: 'odd' },
      { pointer: '/links/12/url', detail: 'url must be a URL' },
    ]);
  });

  it('escapes ~ and / as RFC 6901 asks, ~ first', () => {
    expect(faultsOf([{ property: 'a/b~c~1', constraints: { x: 'no' } }])[0]?.pointer).toBe('/a~1b~0c~01');
  });

  it('finds none where there is none', () => {
    expect(faultsOf([])).toEqual([]);
    expect(faultsOf([{ property: 'fields', children: [] }])).toEqual([]);
  });
});
