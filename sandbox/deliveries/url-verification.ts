import { randomBytes } from 'node:crypto';
import { formValues } from '../http/fields.js';
import { isObject, parseJson } from '../json.js';
import type { Slack } from '../slack.js';
import type { SlackApp } from '../workspace/model.js';
import { shownOf, type Shown } from './interactions.js';

/**
 * What Slack asks of an events URL before it takes it: 200 with the challenge, as text, as a form or as JSON (facts,
 * section 1). A URL that passes gets its events again.
 */
export async function verifyEventsUrl(slack: Slack, app: SlackApp): Promise<Shown & { verified: boolean }> {
  const challenge = randomBytes(30).toString('base64url');
  const outcome = await slack.sender.send({
    app,
    url: app.eventsUrl,
    kind: 'event',
    name: 'url_verification',
    contentType: 'application/json',
    body: JSON.stringify({ token: app.verificationToken, challenge, type: 'url_verification' }),
  });
  const parsed = parseJson(outcome.body);
  const answers = [
    outcome.body.trim(),
    formValues(outcome.body.trim()).challenge,
    isObject(parsed) ? parsed.challenge : undefined,
  ];
  const verified = outcome.status === 200 && answers.includes(challenge);
  if (verified) slack.events.enable(app);
  return { ...shownOf(outcome), verified };
}
