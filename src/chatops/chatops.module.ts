import { Module } from '@nestjs/common';
import { DigestCommand } from './digest-command.js';
import { SwitchboardSlack } from './switchboard.slack.js';

/** What people type. */
@Module({ providers: [SwitchboardSlack, DigestCommand] })
export class ChatopsModule {}
