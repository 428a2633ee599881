import { BadRequestException, ServiceUnavailableException } from '@nestjs/common';
import { WebAPIHTTPError } from '@slack/web-api';
import { ConflictError, InvalidBodyError, NotFoundError, UnauthorizedError } from './app-error.js';
import { problemOf } from './problem.js';

const fastifyError = (statusCode: number, message: string) =>
  Object.assign(new Error(message), { code: 'FST_ERR_X', statusCode });

describe('an error as a problem document', () => {
  it('carries the stable code of an error of ours as its type', () => {
    expect(problemOf(new NotFoundError({ detail: 'No alert 7.' }), 'r1')).toEqual({
      type: 'urn:switchboard:problem:not-found',
      title: 'There is no such thing here',
      status: 404,
      detail: 'No alert 7.',
    });
    expect(problemOf(new UnauthorizedError({ detail: '' }), 'r1').status).toBe(401);
    expect(problemOf(new ConflictError({ detail: '' }), 'r1').status).toBe(409);
  });

  it('lists the faults of a body', () => {
    const faults = [{ pointer: '/title', detail: 'title must be a string' }];
    expect(problemOf(new InvalidBodyError({ detail: 'Mistakes.', faults }), 'r1')).toMatchObject({
      status: 400,
      errors: faults,
    });
  });

  it('says how large a body may be', () => {
    expect(problemOf(fastifyError(413, 'x'), 'r1')).toMatchObject({
      type: 'urn:switchboard:problem:too-large',
      status: 413,
      detail: 'A body may have 1 MiB at most.',
    });
  });

  it('passes on refusals of the framework', () => {
    expect(problemOf(new BadRequestException('Not a UUID'), 'r1')).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'Not a UUID',
    });
    expect(problemOf(fastifyError(415, 'Unsupported'), 'r1').status).toBe(415);
  });

  it.each([
    ['an unforeseen error', new Error('password=hunter2')],
    ['a thrown text', 'password=hunter2'],
    ['a thrown nothing', null],
    ['a thrown undefined', undefined],
    ['an answer that another service gave us', new WebAPIHTTPError(404, 'hunter2', {}, 'hunter2')],
    ['a foreign error with a status', Object.assign(new Error('hunter2'), { statusCode: 200 })],
  ])('tells a reference and nothing else of %s', (_, error) => {
    const problem = problemOf(error, 'r1');
    expect(problem).toMatchObject({ status: 500, reference: 'r1' });
    expect(problem.detail).toContain('r1');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  it('keeps the status of what is unavailable', () => {
    expect(problemOf(new ServiceUnavailableException('db-3 is down'), 'r1')).toMatchObject({
      status: 503,
      detail: expect.not.stringContaining('db-3'),
    });
  });
});
