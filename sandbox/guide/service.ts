const PATIENCE_MS = 10_000;
const LOOK_MS = 250;

/** Where the app under test takes notifications for one workspace, and with which key. */
export interface Service {
  url: string;
  key: string;
}

/** What the service says of a message that it owes. */
export interface Delivery {
  channel: string;
  state: string;
  error: string | null;
}

/** The service said no, or nothing. The message is for the person who watches. */
export class ServiceRefused extends Error {}

/**
 * Sends one notification over the service's public API and answers its id.
 * @throws ServiceRefused with the service's own words
 */
export async function sendNotification(service: Service, notification: object): Promise<string> {
  const answer = await call<{ id: string }>(service, 'POST', '/v1/notifications', notification);
  return answer.id;
}

/** What has become of a notification, once none of its deliveries is under way any more or `patienceMs` is over. */
export async function outcomeOf(
  service: Service,
  id: string,
  pause: (ms: number) => Promise<void>,
  patienceMs = PATIENCE_MS,
): Promise<Delivery[]> {
  for (let waited = 0; ; waited += LOOK_MS) {
    const { deliveries } = await call<{ deliveries: Delivery[] }>(service, 'GET', `/v1/notifications/${id}`);
    const settled = deliveries.every(({ state }) => !['queued', 'sending'].includes(state));
    if (settled || waited >= patienceMs) return deliveries;
    await pause(LOOK_MS);
  }
}

async function call<T>(service: Service, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${service.key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => {
    throw new ServiceRefused(`The service does not answer at ${service.url}.`);
  });
  const said = await response.text();
  if (!response.ok)
    throw new ServiceRefused(`The service answered ${response.status}: ${said.slice(0, 300)}`);
  return JSON.parse(said) as T;
}
