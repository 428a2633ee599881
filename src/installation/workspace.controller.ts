import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Config } from '../platform/config/config.js';
import { CallerOf, NeedsKey } from './api-key.guard.js';
import type { Caller } from './api-keys.service.js';
import { Installations } from './installations.service.js';
import { BOT_SCOPES } from './scopes.js';

@ApiTags('workspace')
@Controller('v1/workspace')
export class WorkspaceController {
  constructor(
    private readonly installations: Installations,
    private readonly config: Config,
  ) {}

  @Get()
  @NeedsKey('read')
  @ApiOperation({
    summary: 'How the installation stands: its state and why, scopes that are missing, when lost data goes',
  })
  async status(@CallerOf() { workspace }: Caller) {
    const { id, name, state, stateReason, scopes, installedAt, forgottenAt } =
      await this.installations.summary(workspace);
    const missing = BOT_SCOPES.map(({ scope }) => scope).filter((scope) => !scopes.includes(scope));
    return {
      id,
      name,
      state,
      state_reason: stateReason,
      scopes,
      /** What this version uses and the workspace has not granted; installing again grants it. */
      missing_scopes: missing,
      install_url: this.config.slack.oauth === undefined ? null : `${this.config.publicUrl}/slack/install`,
      installed_at: installedAt,
      forgotten_at: forgottenAt,
    };
  }
}
