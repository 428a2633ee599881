import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Shown, sendPage } from '../http/page.js';
import type { Problem } from './problem.js';

export interface Area {
  /** All that is under this path is for people in a browser. */
  under: string;
  page(problem: Problem, request: FastifyRequest): Shown;
  /** The page on which the form stands that is posted to an address. */
  formOf(address: string): string;
}

/** Where people look, and not programs, what goes wrong is a page. Modules that have pages say how theirs look. */
@Injectable()
export class ProblemPages {
  private readonly areas: Area[] = [];

  use(area: Area) {
    this.areas.push(area);
  }

  /** @returns whether there is a page for it; else it is a problem document */
  show(problem: Problem, request: FastifyRequest, reply: FastifyReply): boolean {
    const [address] = request.url.split('?', 1);
    const area = this.areas.find(({ under }) => address === under || address.startsWith(`${under}/`));
    if (area === undefined) return false;
    // Loaded again by its address, or after a sign-in: the form is somewhere.
    const isForms = request.method === 'GET' && request.server.hasRoute({ method: 'POST', url: address });
    if (problem.status === 404 && isForms) {
      void reply.header('cache-control', 'no-store').redirect(area.formOf(address), 303);
    } else {
      void sendPage(reply, area.page(problem, request));
    }
    return true;
  }
}

/** What people are told in the place of what a program would be. */
export function wordsForPeople({ type, status, title, detail }: Problem): { title: string; detail: string } {
  if (status === 413) {
    return {
      title: 'That is too long',
      detail: 'A form may have 1 MiB at most. Nothing was changed: shorten what you wrote and send it again.',
    };
  }
  // The router's own: no page of ours has said what is missing.
  if (status === 404 && type === 'about:blank') {
    return { title: 'There is no such page', detail: 'Its address may be misspelt, or of an older version.' };
  }
  return { title, detail };
}
