import { createHmac } from 'node:crypto';
import { DEMO_SIGNING_SECRET } from '../sandbox/demo.js';

const PATIENCE_MS = 10_000;

export interface Answer<T> {
  status: number;
  body: T;
}

export interface Accepted {
  id: string;
  deliveries: { id: string; channel: string; state: string; eta: string | null }[];
}

export interface NotificationStatus {
  deliveries: { state: string; attempts: number; error: string | null; ts: string | null }[];
}

export interface AlertRow {
  id: string;
  fingerprint: string;
  state: string;
  acknowledged_by: string | null;
}

/** The service, as the systems see it that send to it. */
export class ServiceClient {
  constructor(
    readonly url: string,
    private readonly key: string,
  ) {}

  /** @throws Error with the service's words, when it doesn't accept */
  async send(notification: object, idempotencyKey?: string): Promise<Accepted> {
    const headers: Record<string, string> =
      idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    return accepted(await this.call<Accepted>('POST', '/v1/notifications', notification, headers));
  }

  async alertmanager(webhook: object): Promise<{ notifications: Accepted[] }> {
    return accepted(await this.call('POST', '/v1/ingest/alertmanager', webhook));
  }

  async status(notificationId: string): Promise<NotificationStatus> {
    return accepted(await this.call('GET', `/v1/notifications/${notificationId}`));
  }

  async alerts(): Promise<AlertRow[]> {
    return accepted(await this.call<{ alerts: AlertRow[] }>('GET', '/v1/alerts')).alerts;
  }

  async applyRoutes(document: object): Promise<void> {
    accepted(await this.call('PUT', '/v1/routes', document));
  }

  /** Any call, with whatever comes back. */
  async call<T>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return request<T>(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }
}

/** A request as Slack would send it, signed with the demo app's secret. */
export async function sendAsSlack(
  url: string,
  body: string,
  {
    at = new Date(),
    contentType = 'application/json',
    signed = true,
  }: { at?: Date; contentType?: string; signed?: boolean } = {},
): Promise<Answer<unknown>> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const digest = createHmac('sha256', DEMO_SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const signature = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
  return request(url, {
    method: 'POST',
    headers: { 'content-type': contentType, ...(signed ? signature : {}) },
    body,
  });
}

async function request<T>(url: string, init: RequestInit): Promise<Answer<T>> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, body: (isJson && text !== '' ? JSON.parse(text) : text) as T };
}

function accepted<T>({ status, body }: Answer<T>): T {
  if (status >= 200 && status < 300) return body;
  throw new Error(`the service answered ${status}: ${JSON.stringify(body)}`);
}
