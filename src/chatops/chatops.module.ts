import { Module } from '@nestjs/common';
import { DigestCommand } from './digest-command.js';
import { OnCallSlack } from './on-call.slack.js';
import { SwitchboardSlack } from './switchboard.slack.js';

/** What people type. */
@Module({ providers: [SwitchboardSlack, DigestCommand, OnCallSlack] })
export class ChatopsModule {}
