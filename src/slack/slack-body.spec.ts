import { InvalidBodyError } from '../platform/errors/app-error.js';
import { readSlackBody } from './slack-body.js';

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const read = (type: string | undefined, body: string) =>
  readSlackBody(type, Buffer.from(body, 'utf8')).payload;

describe('what Slack sends', () => {
  it('is an event’s JSON', () => {
    expect(read(JSON_TYPE, '{"type":"event_callback","event":{}}')).toEqual({
      type: 'event_callback',
      event: {},
    });
    expect(read(`${JSON_TYPE}; charset=utf-8`, '{"text":"é🔴"}')).toEqual({ text: 'é🔴' });
  });

  it('is an interaction’s JSON in the field "payload" of a form', () => {
    const body = new URLSearchParams({ payload: '{"type":"block_actions","text":"a+b&c"}' }).toString();
    expect(read(FORM, body)).toEqual({ type: 'block_actions', text: 'a+b&c' });
  });

  it.each([FORM, `${FORM}; charset=utf-8`])('is a command’s plain form: %s', (type) => {
    expect(read(type, 'command=%2Foncall&text=a+b%26c&ssl_check=')).toEqual({
      command: '/oncall',
      text: 'a b&c',
      ssl_check: '',
    });
  });

  it.each([
    ['text that is not JSON', JSON_TYPE, 'hello'],
    ['nothing', JSON_TYPE, ''],
    ['a list', JSON_TYPE, '[]'],
    ['null', JSON_TYPE, 'null'],
    ['a text', JSON_TYPE, '"x"'],
    ['a form whose payload is not JSON', FORM, 'payload=hello'],
    ['a form whose payload is a number', FORM, 'payload=5'],
  ])('is refused if it is %s', (_, type, body) => {
    expect(() => read(type, body)).toThrow(InvalidBodyError);
  });

  it('is refused without a body', () => {
    expect(() => read(undefined, '')).toThrow(InvalidBodyError);
  });
});
