export interface Answer<T = unknown> {
  status: number;
  type: string;
  body: T;
}

/** Speaks to the service as customers' systems do. */
export class Api {
  constructor(
    readonly url: string,
    readonly key?: string,
  ) {}

  get<T = any>(path: string): Promise<Answer<T>> {
    return this.call('GET', path);
  }

  post<T = any>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.call('POST', path, JSON.stringify(body), headers);
  }

  put<T = any>(path: string, body: unknown): Promise<Answer<T>> {
    return this.call('PUT', path, JSON.stringify(body));
  }

  patch<T = any>(path: string, body: unknown): Promise<Answer<T>> {
    return this.call('PATCH', path, JSON.stringify(body));
  }

  delete<T = any>(path: string): Promise<Answer<T>> {
    return this.call('DELETE', path);
  }

  /** @param body as it goes over the wire */
  async call<T = any>(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      body,
      headers: {
        ...(this.key === undefined ? {} : { authorization: `Bearer ${this.key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    const type = response.headers.get('content-type') ?? '';
    const text = await response.text();
    return { status: response.status, type, body: (/json/.test(type) ? JSON.parse(text) : text) as T };
  }
}
