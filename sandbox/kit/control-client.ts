import type { JsonObject } from '../json.js';

/** Speaks to a sandbox's control API. */
export class ControlClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url.replace(/\/+$/, '');
  }

  protected async control<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: JsonObject): Promise<T> {
    const response = await fetch(`${this.url}/control/${path}`, {
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
