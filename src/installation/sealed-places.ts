import type { Place } from '../platform/crypto/envelope.js';

/** Where an installation's secrets live. Each ciphertext opens in its own place alone. */
export const botTokenPlace = (installationId: string): Place => ({
  table: 'installation',
  owner: installationId,
  column: 'bot_token',
});

export const botRefreshTokenPlace = (installationId: string): Place => ({
  ...botTokenPlace(installationId),
  column: 'bot_refresh_token',
});

export const userTokenPlace = (installationId: string, userId: string): Place => ({
  table: 'user_token',
  owner: installationId,
  row: userId,
  column: 'token',
});

export const userRefreshTokenPlace = (installationId: string, userId: string): Place => ({
  ...userTokenPlace(installationId, userId),
  column: 'refresh_token',
});

export const webhookPlace = (installationId: string, workspaceId: string, channelId: string): Place => ({
  table: 'incoming_webhook',
  owner: installationId,
  row: `${workspaceId}/${channelId}`,
  column: 'url',
});
