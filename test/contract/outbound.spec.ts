import { createServer as createTcpServer } from 'node:net';
import { type AllowList, readAllowList } from '../../src/platform/outbound/domain/allow-list.js';
import { Outbound, type OutboundCall } from '../../src/platform/outbound/outbound.js';
import type { ResolveHost } from '../../src/platform/outbound/resolve-host.js';
import { freePort } from '../harness/free-port.js';
import { type TargetServer, startTarget } from '../harness/target-server.js';

const allowing = (list: string) => readAllowList(list) as AllowList;
const nobody: ResolveHost = () => Promise.resolve([]);

describe('A call to an address that a workspace gave', () => {
  let target: TargetServer;
  let port: string;
  const loopback = new Outbound(allowing('127.0.0.1'), nobody);
  beforeEach(async () => {
    target = await startTarget();
    ({ port } = new URL(target.url));
  });
  afterEach(() => target.close());

  const call = (url = target.url, more: Partial<OutboundCall> = {}, outbound = loopback) =>
    outbound.call({ url, method: 'GET', withinMs: 5_000, mostBytes: 100, ...more });
  const refused = { code: 'refused_address' };

  it('brings the answer, and how long it took', async () => {
    target.on((request, response) =>
      response.writeHead(201, { 'x-a': 'b' }).end(request.headers['content-type']),
    );
    const headers = { 'content-type': 'text/plain' };
    const answer = await call(`${target.url}/a?b=c#d`, { method: 'POST', body: 'hello', headers });
    expect(answer).toMatchObject({ status: 201, headers: { 'x-a': 'b' }, ms: expect.any(Number) });
    expect(answer.body.toString()).toBe('text/plain');
    expect(target.asked).toMatchObject([{ method: 'POST', url: '/a?b=c', headers: { connection: 'close' } }]);
    expect(await call(target.url, { method: 'HEAD' })).toMatchObject({ status: 201, body: Buffer.alloc(0) });
  });

  it('reaches nothing private unless the operator says so, however it is written', async () => {
    const nothing = new Outbound({ hosts: [], ranges: [] }, nobody);
    for (const host of [
      '127.0.0.1',
      '127.1',
      '0x7f000001',
      '2130706433',
      '0',
      'localhost',
      'a.localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[fe80::1]',
      '169.254.169.254',
      '10.0.0.1',
    ]) {
      await expect(call(`http://${host}:${port}/`, {}, nothing)).rejects.toMatchObject(refused);
      expect(nothing.objectionTo(`https://${host}/`)).toContain('OUTBOUND_ALLOW');
    }
    expect(nothing.objectionTo('https://example.com/health')).toBeUndefined();
    expect(target.asked).toEqual([]);
  });

  it('is decided by the address that a name leads to in the moment of the connection', async () => {
    const answers = [['93.184.215.14'], ['127.0.0.1'], ['10.0.0.1', '127.0.0.1'], ['::ffff:127.0.0.1']];
    const turning = (list: string) =>
      new Outbound(allowing(list), () => Promise.resolve(answers.shift() ?? []));
    answers.shift();
    const rebound = turning('192.168.0.0/16');
    expect(rebound.objectionTo(`http://rebind.example:${port}`)).toBeUndefined();
    await expect(call(`http://rebind.example:${port}`, {}, rebound)).rejects.toMatchObject(refused);
    // Of several only what may be reached is tried; named by the operator, whatever it leads to.
    expect(await call(`http://both.example:${port}`, {}, turning('127.0.0.0/8'))).toMatchObject({
      status: 200,
    });
    expect(target.asked).toMatchObject([{ headers: { host: `both.example:${port}` } }]);
    expect(await call(`http://mapped.example:${port}`, {}, turning('127.0.0.0/8'))).toMatchObject({
      status: 200,
    });
    const named = new Outbound(allowing('health.internal'), () => Promise.resolve(['127.0.0.1']));
    expect(await call(`http://health.internal:${port}`, {}, named)).toMatchObject({ status: 200 });
  });

  it('says of no name where it led', async () => {
    const error: unknown = await call('http://rebind.example', {}, new Outbound(allowing('127.0.0.1'), () => Promise.resolve(['10.1.2.3']))).catch((thrown: unknown) => thrown); // prettier-ignore
    expect((error as Error).message).not.toContain('10.1.2.3');
  });

  it('follows no redirect: it is the answer', async () => {
    const other = await startTarget();
    target.on((_request, response) => response.writeHead(302, { location: other.url }).end());
    expect(await call()).toMatchObject({ status: 302 });
    await expect(call(target.url, { expects: { from: 200, to: 299 } })).rejects.toMatchObject({
      code: 'status',
      status: 302,
    });
    expect(other.asked).toEqual([]);
    await other.close();
  });

  it('ends in time, whatever the other side does: nothing, a little at a time, or no name server answers', async () => {
    const late = { code: 'timed_out', message: 'did not answer within 0.1 s' };
    const soon = { withinMs: 100 };
    target.on(() => undefined);
    await expect(call(target.url, soon)).rejects.toMatchObject(late);
    target.on((_request, response) => {
      const drops = setInterval(() => response.write('.'), 10);
      response.once('close', () => clearInterval(drops));
    });
    await expect(call(target.url, { ...soon, mostBytes: 1_000_000 })).rejects.toMatchObject(late);
    const silent = new Outbound(allowing('127.0.0.1'), () => new Promise(() => undefined));
    await expect(call('http://a.example', soon, silent)).rejects.toMatchObject(late);
  });

  it('lets go of the connection when it is over', async () => {
    const closed = new Promise<void>((resolve) =>
      target.on((request) => void request.once('close', () => resolve())),
    );
    await expect(call(target.url, { withinMs: 100 })).rejects.toMatchObject({ code: 'timed_out' });
    await closed;
  });

  it('takes so many bytes, and of more than asked for none', async () => {
    target.on((_request, response) => response.end('x'.repeat(100)));
    expect((await call()).body).toHaveLength(100);
    target.on((_request, response) => response.end('x'.repeat(101)));
    await expect(call()).rejects.toMatchObject({ code: 'too_large' });
    target.on((_request, response) => response.end('x'.repeat(5_000_000)));
    expect(await call(target.url, { mostBytes: 0 })).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    await expect(call()).rejects.toMatchObject({ code: 'too_large' });
    target.on((_request, response) => response.writeHead(200, { big: 'x'.repeat(20_000) }).end());
    await expect(call()).rejects.toMatchObject({ code: 'too_large' });
  });

  it('names what was in its way', async () => {
    const nobodyThere = `http://127.0.0.1:${await freePort()}`;
    await expect(call(nobodyThere)).rejects.toMatchObject({
      code: 'unreachable',
      message: 'refused the connection',
    });
    target.on((request) => request.socket.destroy());
    await expect(call()).rejects.toMatchObject({ code: 'unreachable', message: 'broke off the connection' });
    await expect(call('http://nowhere.example')).rejects.toMatchObject({ code: 'not_resolved' });
    await expect(call(target.url.replace('http:', 'https:'))).rejects.toMatchObject({ code: 'tls' });
    const chatter = createTcpServer((socket) => socket.resume().end('220 mail.example ESMTP\r\n'));
    const at = await freePort();
    await new Promise<void>((resolve) => chatter.listen(at, '127.0.0.1', resolve));
    await expect(call(`http://127.0.0.1:${at}`)).rejects.toMatchObject({ code: 'malformed' });
    await new Promise((resolve) => chatter.close(resolve));
  });

  it('knows names that nobody is to be asked for', async () => {
    const asking = new Outbound(allowing('127.0.0.0/8'));
    expect(await call(`http://localhost:${port}`, {}, asking)).toMatchObject({ status: 200 });
    await expect(call('http://nowhere.invalid', {}, asking)).rejects.toMatchObject({ code: 'not_resolved' });
    const listed = new Outbound(allowing('localhost'));
    expect(await call(`http://localhost:${port}`, {}, listed)).toMatchObject({ status: 200 });
  });

  it('is not made to what is no URL, or one with a password', async () => {
    const wrong = [
      '',
      'example.com',
      'ftp://example.com',
      'file:///etc/passwd',
      'http://',
      'http://me:pw@example.com',
    ];
    for (const url of [...wrong, `http://example.com/${'a'.repeat(2_000)}`]) {
      await expect(call(url)).rejects.toMatchObject({ code: 'invalid_url' });
      expect(loopback.objectionTo(url)).toEqual(expect.any(String));
    }
  });
});
