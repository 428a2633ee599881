import { type HandlerKind, HandlerConflictError, refuseSharedNames } from './slack-handlers.js';

const handler = (kind: HandlerKind, name: string, owner: string) => ({ kind, name, owner });

describe('a Slack name', () => {
  it.each<HandlerKind>(['command', 'action', 'view', 'shortcut', 'options'])(
    'of a %s has one owner',
    (kind) => {
      const twice = [handler(kind, 'x', 'A.one'), handler(kind, 'x', 'B.two')];
      expect(() => refuseSharedNames(twice)).toThrow(HandlerConflictError);
      expect(() => refuseSharedNames(twice)).toThrow(`${kind} "x" is claimed by A.one and B.two`);
    },
  );

  it('of an event may have several', () => {
    expect(() =>
      refuseSharedNames([handler('event', 'app_mention', 'A.one'), handler('event', 'app_mention', 'B.two')]),
    ).not.toThrow();
  });

  it('of one kind may be that of another', () => {
    expect(() =>
      refuseSharedNames([handler('action', 'alert.ack', 'A.one'), handler('view', 'alert.ack', 'A.two')]),
    ).not.toThrow();
  });

  it('that is contested is named with every other one', () => {
    const names = ['/a', '/b', '/a', '/b', '/c'];
    const handlers = names.map((name, index) => handler('command', name, `O${index}.m`));
    expect(() => refuseSharedNames(handlers)).toThrow(
      'A Slack name has one owner: command "/a" is claimed by O0.m and O2.m; command "/b" is claimed by O1.m and O3.m. ' +
        'Rename one, or remove it.',
    );
  });
});
