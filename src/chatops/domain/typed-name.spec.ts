import { readTypedName } from './typed-name.js';

describe('A name that is typed after a command', () => {
  it.each([
    ['payments', 'payments'],
    ['  Payments API ', 'Payments API'],
    ['"payments api"', 'payments api'],
    ['“payments api”', 'payments api'],
    ['‘payments’', 'payments'],
    ['`payments`', 'payments'],
    ['R&amp;D', 'R&D'],
    ['a &lt;b&gt;', 'a <b>'],
    ['&amp;lt;', '&lt;'],
    ['<#C0PAY00001|payments>', 'payments'],
    ['<http://payments.example.com|payments.example.com>', 'payments.example.com'],
    ['<https://payments.example.com>', 'payments.example.com'],
    ['joe’s', 'joe’s'],
    ['', ''],
    ['   ', ''],
    ['""', ''],
    ['<', '<'],
  ])('%j is %j', (typed, name) => expect(readTypedName(typed)).toBe(name));
});
