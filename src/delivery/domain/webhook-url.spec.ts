import { isWebhookUrl } from './webhook-url.js';

const SLACK = 'https://slack.com/api/';
const SIMULATOR = 'http://localhost:4000/api/';

describe('the URL of an incoming webhook', () => {
  it.each([
    ['https://hooks.slack.com/services/T01/B01/secret', SLACK],
    ['https://hooks.slack-gov.com/services/T01/B01/secret', SLACK],
    ['http://localhost:4000/services/T01/B01/secret', SIMULATOR],
    ['https://hooks.slack.com/services/T01/B01/secret', SIMULATOR],
  ])('%s is one where the Web API is %s', (url, api) => expect(isWebhookUrl(url, api)).toBe(true));

  it.each([
    ['no URL', 'hooks.slack.com/services/T01/B01/secret'],
    ['without encryption', 'http://hooks.slack.com/services/T01/B01/secret'],
    ['another host', 'https://hooks.slack.com.example.com/services/T01/B01/secret'],
    ['an address inside', 'http://169.254.169.254/services/T01/B01/secret'],
    ['another port', 'https://hooks.slack.com:8443/services/T01/B01/secret'],
    ['a workflow’s trigger', 'https://hooks.slack.com/triggers/T01/B01/secret'],
    ['without a secret', 'https://hooks.slack.com/services/T01/B01'],
    ['with a query', 'https://hooks.slack.com/services/T01/B01/secret?x=1'],
    ['with credentials', 'https://user:word@hooks.slack.com/services/T01/B01/secret'],
    ['leading elsewhere', 'https://hooks.slack.com/services/T01/B01/secret/../../../x'],
  ])('is not %s', (_, url) => expect(isWebhookUrl(url, SLACK)).toBe(false));
});
