import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { ApiKeys } from './api-keys.service.js';
import { InstallController } from './install.controller.js';
import { InstallationEntity } from './installation.entity.js';
import { InstallationSlack } from './installation.slack.js';
import { Installations } from './installations.service.js';
import { Installer } from './installer.js';
import { InternalWorkspace } from './internal-workspace.js';
import { OAuthStates } from './oauth-states.js';
import { WorkspaceEntity } from './workspace.entity.js';

/** Who has the app, with which grants and keys. Global: every guarded route asks it. */
@Module({})
export class InstallationModule {
  static register(config: Config): DynamicModule {
    return {
      module: InstallationModule,
      global: true,
      imports: [TypeOrmModule.forFeature([InstallationEntity, WorkspaceEntity, ApiKeyEntity])],
      controllers: config.serves ? [InstallController] : [],
      providers: [
        Installations,
        OAuthStates,
        Installer,
        InstallationSlack,
        InternalWorkspace,
        ApiKeys,
        ApiKeyGuard,
      ],
      exports: [Installations, ApiKeys, ApiKeyGuard],
    };
  }
}
