import type { JsonObject } from '../json.js';
import type { User } from '../workspace/model.js';

/**
 * What a person's id_token and `openid.connect.userInfo` both tell, by the scopes that were allowed (docs.slack.dev,
 * `openid.connect.token`). Nobody in the sandbox has a picture, and no workspace an icon.
 */
export function personalClaims(scopes: string[], user: User): JsonObject {
  const [given, ...family] = user.realName.split(' ');
  return {
    ...(scopes.includes('email')
      ? { email: user.email, email_verified: true, date_email_verified: user.updated }
      : {}),
    ...(scopes.includes('profile')
      ? {
          name: user.realName,
          given_name: given,
          family_name: family.join(' '),
          locale: 'en-US',
          'https://slack.com/team_image_default': true,
        }
      : {}),
  };
}
