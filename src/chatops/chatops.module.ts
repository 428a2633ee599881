import { Module } from '@nestjs/common';
import { DigestCommand } from './digest-command.js';
import { MuteCommand } from './mute-command.js';
import { OnCallSlack } from './on-call.slack.js';
import { SwitchboardSlack } from './switchboard.slack.js';
import { WhyCommand } from './why-command.js';

/** What people type. */
@Module({ providers: [SwitchboardSlack, DigestCommand, WhyCommand, MuteCommand, OnCallSlack] })
export class ChatopsModule {}
