import { Module } from '@nestjs/common';
import { RequestsModule } from '../requests/index.js';
import { DigestCommand } from './digest-command.js';
import { OnCallSlack } from './on-call.slack.js';
import { StatusSlack } from './status.slack.js';
import { StatusTiming } from './status-timing.js';
import { SwitchboardSlack } from './switchboard.slack.js';

/** What people type. */
@Module({
  imports: [RequestsModule],
  providers: [SwitchboardSlack, DigestCommand, OnCallSlack, StatusSlack, StatusTiming],
})
export class ChatopsModule {}
