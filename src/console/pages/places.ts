import type { Role } from '../../installation/index.js';

export const PAGES = [
  { path: '/console', name: 'Health', role: 'member' },
  { path: '/console/deliveries', name: 'Failed deliveries', role: 'operator' },
  { path: '/console/routes', name: 'Routes', role: 'operator' },
  { path: '/console/destinations', name: 'Destinations', role: 'admin' },
  { path: '/console/keys', name: 'Keys', role: 'admin' },
  { path: '/console/audit', name: 'Audit trail', role: 'admin' },
  { path: '/console/configuration', name: 'Export and import', role: 'admin' },
] as const satisfies { path: string; name: string; role: Role }[];

export type PagePath = (typeof PAGES)[number]['path'];

/** The page on which a form or a file stands, by its address. Always one of ours, whatever is asked: nobody is led elsewhere. */
export const pageOf = (address: string): PagePath =>
  PAGES.findLast(({ path }) => address === path || address.startsWith(`${path}/`))?.path ?? '/console';
