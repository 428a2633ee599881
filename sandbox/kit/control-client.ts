import type { JsonObject } from '../json.js';

/** Speaks to a sandbox's control API. */
export class ControlClient {
  readonly url: string;

  /** `workspace` is the one that everything is about, a T-id or a domain; Acme where none is named. */
  constructor(
    url: string,
    protected readonly workspace?: string,
  ) {
    this.url = url.replace(/\/+$/, '');
  }

  protected async control<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: JsonObject): Promise<T> {
    const team =
      this.workspace === undefined ? '' : `${path.includes('?') ? '&' : '?'}team=${this.workspace}`;
    const response = await fetch(`${this.url}/control/${path}${team}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const answer = (await response.json()) as T & { error?: string };
    if (!response.ok) throw new Error(`sandbox ${method} /control/${path}: ${answer.error}`);
    return answer;
  }
}
