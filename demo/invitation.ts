import { relative } from 'node:path';
import { DEMO_WORKSPACE_ID } from '../sandbox/demo.js';
import { DISK_ALERT } from './samples.js';
import type { Scene } from './set-up.js';

/** What a person can do now. */
export function invitation({ stage, key }: Scene, environmentFile: string): string {
  const disk = (more: object) => JSON.stringify({ ...DISK_ALERT, ...more });
  return `
Switchboard runs. Somebody should look at the payments:

  1. Open    ${stage.sandboxUrl}/?channel=incidents&panel=guide
             and press Acknowledge on the alert. Bottom left, you can be somebody else; on the right is the guided
             demo, with things to set off, and beside it all that goes on behind.
  2. Send one of your own; it joins the alert in #incidents:

curl -sS ${stage.serviceUrl}/v1/notifications \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '${disk({})}'

  3. End it, and watch its card:

curl -sS ${stage.serviceUrl}/v1/notifications \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '${disk({ status: 'resolved' })}'

  Add to Slack   ${stage.serviceUrl}
  The API        ${stage.serviceUrl}/docs
  Command line   node --env-file=${relative(process.cwd(), environmentFile)} bin/switchboard.mjs keys list --team ${DEMO_WORKSPACE_ID}
  Logs           ${relative(process.cwd(), stage.directory)}/*.log

Ctrl-C stops everything. The next run begins with an empty workspace.
`;
}
