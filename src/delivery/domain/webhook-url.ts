/** Slack's own, and that of its cloud for the US government. */
const HOSTS = new Set(['https://hooks.slack.com', 'https://hooks.slack-gov.com']);
const PATH = /^\/services\/[\w-]+\/[\w-]+\/[\w-]+$/;

/**
 * Whether a URL is that of a Slack incoming webhook: only to Slack is anything posted that a key's holder typed in.
 * @param apiUrl SLACK_API_URL: a simulator has its webhooks where it has its Web API
 */
export function isWebhookUrl(text: string, apiUrl: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, pathname, search, hash, username, password } = new URL(text);
  if (search + hash + username + password !== '') return false;
  return PATH.test(pathname) && (HOSTS.has(origin) || origin === new URL(apiUrl).origin);
}
