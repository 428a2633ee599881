import type { Api } from './api.js';
import { eventually } from './eventually.js';

/** Why a notification's delivery failed for good, in words; waits until it has. @param api with the scope `read` */
export async function failureOf(api: Api, notificationId: string): Promise<string> {
  return eventually(async () => {
    const { body } = await api.get<{ deliveries: { state: string; error: string }[] }>(
      `/v1/notifications/${notificationId}`,
    );
    const [{ state, error }] = body.deliveries;
    expect(state).toBe('failed');
    return error;
  });
}
