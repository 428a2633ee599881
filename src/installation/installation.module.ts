import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { ApiKeys } from './api-keys.service.js';
import { AuditController } from './audit.controller.js';
import { BotTokens } from './bot-tokens.js';
import { DataKeys } from './data-keys.js';
import { ExpiringTokens } from './expiring-tokens.js';
import { FirstSteps } from './first-steps.js';
import { IncomingWebhooks } from './incoming-webhooks.js';
import { InstallController } from './install.controller.js';
import { InstallationEntity } from './installation.entity.js';
import { InstallationNews } from './installation-news.js';
import { InstallationSlack } from './installation.slack.js';
import { Installations } from './installations.service.js';
import { Installer } from './installer.js';
import { InternalWorkspace } from './internal-workspace.js';
import { LostData } from './lost-data.js';
import { Losses } from './losses.service.js';
import { OAuthStates } from './oauth-states.js';
import { Organisations } from './organisations.js';
import { Quotas } from './quotas.service.js';
import { Revival } from './revival.js';
import { RolesController } from './roles.controller.js';
import { Roles } from './roles.service.js';
import { SetupController } from './setup.controller.js';
import { Setup } from './setup.service.js';
import { SetupSessions } from './setup-sessions.js';
import { TokenRefresh } from './token-refresh.js';
import { UserTokens } from './user-tokens.js';
import { WorkspaceController } from './workspace.controller.js';
import { WorkspaceEntity } from './workspace.entity.js';

const controllers = [
  InstallController,
  SetupController,
  RolesController,
  AuditController,
  WorkspaceController,
];
const forOthers = [
  ApiKeyGuard,
  ApiKeys,
  DataKeys,
  FirstSteps,
  IncomingWebhooks,
  Installations,
  Losses,
  Quotas,
  Roles,
  UserTokens,
];

/** Who has the app, with which grants, keys and roles. Global: every guarded route asks it. */
@Module({})
export class InstallationModule {
  static register(config: Config): DynamicModule {
    return {
      module: InstallationModule,
      global: true,
      imports: [TypeOrmModule.forFeature([InstallationEntity, WorkspaceEntity, ApiKeyEntity])],
      controllers: config.serves ? controllers : [],
      providers: [
        ...forOthers,
        BotTokens,
        ExpiringTokens,
        InstallationNews,
        InstallationSlack,
        Installer,
        InternalWorkspace,
        LostData,
        OAuthStates,
        Organisations,
        Revival,
        Setup,
        SetupSessions,
        TokenRefresh,
      ],
      exports: forOthers,
    };
  }
}
