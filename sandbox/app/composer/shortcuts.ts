import type { MenuItem } from '../kit/Menu.js';
import { actAloud } from '../state/control.js';
import { here } from '../state/store.js';

/** The apps' global shortcuts. */
export function shortcuts(): MenuItem[] {
  const installed = here.value?.apps.filter((app) => app.installed) ?? [];
  return installed.flatMap((app) =>
    app.shortcuts
      .filter(({ type }) => type === 'global')
      .map((one) => ({
        label: one.name,
        icon: 'bolt' as const,
        hint: one.description || undefined,
        run: () => void actAloud('shortcut', { app: app.id, callback_id: one.callbackId }),
      })),
  );
}
