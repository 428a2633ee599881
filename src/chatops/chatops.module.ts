import { Module } from '@nestjs/common';
import { RequestsModule } from '../requests/index.js';
import { DigestCommand } from './digest-command.js';
import { HomeBoard } from './home/home-board.js';
import { HomeDesk } from './home/home-desk.js';
import { HomeRefresher } from './home/home-refresher.js';
import { HomeSlack } from './home/home.slack.js';
import { MuteCommand } from './mute-command.js';
import { OnCallSlack } from './on-call.slack.js';
import { StatusSlack } from './status.slack.js';
import { StatusTiming } from './status-timing.js';
import { SwitchboardSlack } from './switchboard.slack.js';
import { WhyCommand } from './why-command.js';

/** What people type. */
@Module({
  imports: [RequestsModule],
  providers: [
    SwitchboardSlack,
    DigestCommand,
    WhyCommand,
    MuteCommand,
    OnCallSlack,
    StatusSlack,
    StatusTiming,
    HomeSlack,
    HomeDesk,
    HomeBoard,
    HomeRefresher,
  ],
})
export class ChatopsModule {}
